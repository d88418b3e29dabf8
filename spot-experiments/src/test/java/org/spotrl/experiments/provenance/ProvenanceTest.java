package org.spotrl.experiments.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.SpotVersion;

class ProvenanceTest {

  private static Provenance provenance(String command) {
    return new Provenance(
        new GitState("4567def", "none", "false"),
        new GitState("0123abc", "main", "true"),
        Map.of("spot", "1.0.0", "mujoco", "3.3.7", "java", "17"),
        Map.of("TF_ENABLE_ONEDNN_OPTS", "1", "XLA_FLAGS", ""),
        Map.of("density mine", new Plugin("mine.jar", "0a1b")),
        new Machine("Linux 6.1 amd64", "none", 2, 1L << 34),
        command);
  }

  @Test
  void theJsonHasAFixedOrder() {
    assertThat(provenance("spot run x.yaml --set note='a \"b\"'").toJson())
        .isEqualTo(
            """
            {
              "command" : "spot run x.yaml --set note='a \\"b\\"'",
              "spot" : {
                "commit" : "4567def",
                "branch" : "none",
                "dirty" : "false"
              },
              "git" : {
                "commit" : "0123abc",
                "branch" : "main",
                "dirty" : "true"
              },
              "versions" : {
                "java" : "17",
                "mujoco" : "3.3.7",
                "spot" : "1.0.0"
              },
              "variables" : {
                "TF_ENABLE_ONEDNN_OPTS" : "1",
                "XLA_FLAGS" : ""
              },
              "plugins" : {
                "density mine" : {
                  "file" : "mine.jar",
                  "sha256" : "0a1b"
                }
              },
              "machine" : {
                "os" : "Linux 6.1 amd64",
                "cpu" : "none",
                "cores" : 2,
                "memory_bytes" : 17179869184
              }
            }
            """);
  }

  @Test
  void theJsonIsParsedAgain() {
    Provenance written = provenance("spot run x.yaml");

    assertThat(Provenance.parse(written.toJson())).isEqualTo(written);
  }

  @Test
  void missingValuesAreNone() {
    assertThat(Provenance.parse("{\"git\": {\"commit\": \"0123abc\"}}"))
        .isEqualTo(
            new Provenance(
                GitState.NONE,
                new GitState("0123abc", "none", "none"),
                Map.of(),
                Map.of(),
                Map.of(),
                new Machine("none", "none", 0, 0),
                ""));
    assertThatThrownBy(() -> Provenance.parse("{")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Provenance.parse("[]")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void credentialsOfAddressesAreLeftOutOfTheCommand() {
    assertThat(
            provenance("spot run x.yaml --tracking https://me:secret@mlflow.example.org/a@b")
                .command())
        .isEqualTo("spot run x.yaml --tracking https://***@mlflow.example.org/a@b");
    assertThat(provenance("spot run http://host/a@b me@host").command())
        .isEqualTo("spot run http://host/a@b me@host");
  }

  @Test
  void collectsVersionsOfSpotAndJava(@TempDir Path folder) {
    Provenance collected =
        Provenance.collect(
            folder,
            "spot run x.yaml",
            new LibraryState(Map.of("tensorflow", "2.18.0"), Map.of("XLA_FLAGS", "--a")),
            Map.of());

    assertThat(collected.git()).isEqualTo(GitState.NONE);
    assertThat(collected.spot())
        .isEqualTo(new GitState(SpotVersion.commit(), "none", SpotVersion.dirty()));
    assertThat(collected.versions())
        .containsEntry("tensorflow", "2.18.0")
        .containsEntry("spot", SpotVersion.current())
        .hasEntrySatisfying(
            "java",
            java -> assertThat(java).startsWith(System.getProperty("java.runtime.version")));
    assertThat(collected.variables()).containsExactly(Map.entry("XLA_FLAGS", "--a"));
    assertThat(collected.versions().keySet()).containsExactly("java", "spot", "tensorflow");
    assertThat(collected.machine()).isEqualTo(Machine.current());
    assertThat(collected.command()).isEqualTo("spot run x.yaml");
  }

  @Test
  void theVersionsAreUnmodifiable() {
    assertThatThrownBy(() -> provenance("").versions().remove("java"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
