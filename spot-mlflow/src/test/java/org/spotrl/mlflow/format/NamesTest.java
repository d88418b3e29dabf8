package org.spotrl.mlflow.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"loss", "train/critic_loss", "a.b-c_d e:f", "system/gpu_0", "a..b", "..a", "x/.y"})
  void keysOfMlflowAreAllowed(String name) {
    assertThat(Names.key("metric", name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/loss",
        "loss/",
        "a//b",
        ".",
        "..",
        "../loss",
        "a/../b",
        "a/./b",
        "a/..",
        "l\u00f6ss",
        "a(b)",
        "a%b",
        "a\\b",
        "a\nb",
        "a\u0000b",
        "a=b"
      })
  void otherKeysAreRefusedWithValueAndRule(String name) {
    assertThatThrownBy(() -> Names.key("metric", name))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("metric name " + Json.quoted(name) + " is not allowed: ");
  }

  @Test
  void keysHaveAtMost250Characters() {
    assertThat(Names.key("tag", "a".repeat(250))).hasSize(250);
    assertThatThrownBy(() -> Names.key("tag", "a".repeat(251)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("251 characters, at most 250");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config/experiment.yaml", "a b/\u00fc+x~y=1.png", "..a", ".hidden"})
  void ordinaryPathsAreAllowed(String path) {
    assertThat(Names.path(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a/..",
        "a//b",
        "a/",
        "a%20b",
        "a#b",
        "a?b",
        "a\\b",
        "C:x",
        "a\nb"
      })
  void pathsThatLeaveTheFolderOrCannotBeServedAreRefused(String path) {
    assertThatThrownBy(() -> Names.path(path))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("file path " + Json.quoted(path) + " is not allowed: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "a.b", "a:b", "it's"})
  void modelNamesThatMlflowRefusesAreRefused(String name) {
    assertThatThrownBy(() -> Names.model(name)).isInstanceOf(SpotInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines"})
  void experimentAndRunNamesMustBeOneLine(String name) {
    assertThatThrownBy(() -> Names.experiment(name)).isInstanceOf(SpotInputException.class);
    assertThatThrownBy(() -> Names.run(name)).isInstanceOf(SpotInputException.class);
  }
}
