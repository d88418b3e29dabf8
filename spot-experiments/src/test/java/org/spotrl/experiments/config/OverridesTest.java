package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

/** Overrides: {@code --set path=value}. */
class OverridesTest {

  private final ConfigLoader loader = new ConfigLoader(TestComponents.registry(), "");
  private final List<String> notes = new ArrayList<>();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("a.yaml"),
            "dataset: collected\nalgorithm: {type: td3, regularizer: density}\n");
  }

  @Test
  void anOptionOfTheCommandLineIsReadAsASetting() {
    assertThat(loader.option("--keep", CheckpointConfig.DEFAULTS, "keep_final", "true").keepFinal())
        .isTrue();
    assertThatThrownBy(
            () -> loader.option("--keep", CheckpointConfig.DEFAULTS, "keep_final", "[maybe"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--keep: ");
    assertThatThrownBy(
            () -> loader.option("--keep", CheckpointConfig.DEFAULTS, "keep_final", "maybe"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--keep: 'keep_final' must be true or false, not the text 'maybe'");
  }

  @Test
  void aPathMayBeShortenedIfItIsUnique() {
    LoadedExperiment loaded = load("lambda=0.3", "density.hidden=[8]");

    assertThat(loaded.values())
        .containsEntry("algorithm.regularizer.lambda", "0.3")
        .containsEntry("algorithm.regularizer.density.hidden", "[8]");
    assertThat(loaded.origins()).containsEntry("algorithm.regularizer.lambda", "--set");
    assertThat(notes)
        .containsExactly(
            "--set lambda: sets algorithm.regularizer.lambda",
            "--set density.hidden: sets algorithm.regularizer.density.hidden");
  }

  @Test
  void aShortenedPathUsesTheComponentsOfEarlierOverrides() {
    assertThat(load("density=gaussian", "min_log_std=-3").values())
        .containsEntry("algorithm.regularizer.density.min_log_std", "-3.0");
    assertRefused(
        "--set min_log_std: unknown setting 'min_log_std'",
        "min_log_std=-3",
        "algorithm.regularizer.density=gaussian");
  }

  @Test
  void anAmbiguousShortenedPathIsRefused() {
    assertRefused(
        "--set hidden: 'hidden' may be algorithm.network.hidden or"
            + " algorithm.regularizer.density.hidden; give the whole path",
        "hidden=[8]");
    // A complete path is never taken as the end of another one.
    assertThat(load("seed=7").values()).containsEntry("seed", "7");
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run #3 of the sweep",
        "@start",
        "%d runs",
        "a: b",
        "[not, a list",
        "*x",
        "- y",
        "> 5 updates",
        "it's",
        "Prüfung",
        "yes",
        "007",
        ""
      })
  void textIsTakenAsTyped(String text) throws IOException {
    LoadedExperiment loaded = load("description=" + text, "tags.note=" + text);

    assertThat(loaded.config().description()).isEqualTo(text);
    assertThat(loaded.config().tags()).containsEntry("note", text);
    Path resolved = Files.writeString(folder.resolve("resolved.yaml"), loaded.resolvedYaml());
    assertThat(loader.load(resolved, List.of()).config()).isEqualTo(loaded.config());
  }

  @Test
  void textInQuotesLosesThem() {
    assertThat(load("description='run #3'").config().description()).isEqualTo("run #3");
    assertThat(load("description=\"a\\nb\"").config().description()).isEqualTo("a\nb");
    assertThat(load("description='a' and 'b'").config().description()).isEqualTo("'a' and 'b'");
    assertRefused(
        "--set description: 'description' must be text, not null; write '' for no text",
        "description=null");
  }

  @Test
  void aCommentInOtherValuesIsRefused() {
    assertRefused("--set seed: '3 #4' has a comment that begins at '#'; leave it out", "seed=3 #4");
    assertRefused("has a comment", "algorithm={type: td3} # SPOT without density");
    assertThat(load("tags={note: \"run #3\"}").config().tags()).containsEntry("note", "run #3");
  }

  @Test
  void theEnvironmentSetsTheExperimentOfFilesWithoutOne() throws IOException {
    ConfigLoader named = new ConfigLoader(TestComponents.registry(), " mine ");
    Path own = Files.writeString(folder.resolve("own.yaml"), "extends: a.yaml\nexperiment: own\n");

    assertThat(named.load(file, List.of()).config().experiment()).isEqualTo("mine");
    assertThat(named.load(file, List.of()).origins())
        .containsEntry("experiment", "MLFLOW_EXPERIMENT_NAME");
    assertThat(named.load(own, List.of()).config().experiment()).isEqualTo("own");
    assertThat(named.load(file, List.of("experiment=x")).config().experiment()).isEqualTo("x");
    assertThat(loader.load(file, List.of()).config().experiment()).isEqualTo("default");
  }

  private LoadedExperiment load(String... overrides) {
    return loader.load(file, List.of(overrides), notes::add);
  }

  private void assertRefused(String reason, String... overrides) {
    assertThatThrownBy(() -> load(overrides))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason);
  }
}
