package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.TestComponents.Bc;
import org.spotrl.experiments.config.TestComponents.Density;
import org.spotrl.experiments.config.TestComponents.Gaussian;
import org.spotrl.experiments.config.TestComponents.Layers;
import org.spotrl.experiments.config.TestComponents.Start;
import org.spotrl.experiments.config.TestComponents.Td3;

/** The resolved YAML and its hash. */
class ResolvedYamlTest {

  private static final ExperimentConfig CONFIG =
      ExperimentConfig.builder()
          .experiment("a study")
          .name("no")
          .description("Line one\n\tand \"two\": \\ é, \u0085, \uD83D\uDE00 #")
          .tags(ordered("z", "1", "a: b", "", "null", "~"))
          .seed(Long.MIN_VALUE)
          .dataset(TestComponents.COLLECTED.withDefaults())
          .rewards(RewardTransforms.AFFINE.with(new RewardTransforms.Affine(1e-12, -0.1)))
          .algorithm(
              TestComponents.TD3.with(
                  new Td3(
                      1.0 / 3,
                      1_000_000_000_000L,
                      256,
                      false,
                      "huber",
                      new Layers(List.of(), Start.ALL_ZERO),
                      TestComponents.DENSITY.with(
                          new Density(
                              Double.MAX_VALUE,
                              TestComponents.GAUSSIAN.with(new Gaussian(-0.1f)))))))
          .evaluation(EvaluationConfig.builder().threads(3).episodes(4).build())
          .build();

  private final ConfigLoader loader = new ConfigLoader(TestComponents.registry());

  @TempDir Path folder;

  @Test
  void writesAllSettingsInTheOrderOfTheRecords() {
    assertThat(LoadedExperiment.of(CONFIG).resolvedYaml())
        .isEqualTo(
            """
            experiment: a study
            name: "no"
            description: "Line one\\n\\tand \\"two\\": \\\\ \\xe9, \\N, \\U0001f600 #"
            tags:
              z: "1"
              'a: b': ""
              "null": "~"
            seed: -9223372036854775808
            dataset:
              type: collected
              environment: maze2d-umaze-v1
              transitions: 1000000
            trajectories:
              type: all
            normalize_observations: true
            rewards:
              type: affine
              scale: 1.0e-12
              shift: -0.1
            algorithm:
              type: td3
              discount: 0.3333333333333333
              updates: 1000000000000
              batch_size: 256
              normalize_q: false
              loss: huber
              network:
                hidden: []
                start: all-zero
              regularizer:
                type: density
                lambda: 1.7976931348623157e+308
                density:
                  type: gaussian
                  min_log_std: -0.1
            evaluation:
              every_updates: 5000
              episodes: 4
              threads: 3
              seed_offset: 100
            diagnostics:
            - type: support
            - type: episodes
            - type: pictures
              states: 3
            - type: rollouts
              episodes: 8
            checkpoint:
              every_updates: 10000
              keep: 2
              keep_best: true
              keep_final: false
            tracking:
              uri: ""
              folder: mlruns
              log_every_updates: 500
              system_metrics_seconds: 0
              register: ""
            execution:
              intra_op_threads: 1
            """);
  }

  @Test
  void loadsBackToTheSameConfiguration() throws IOException {
    LoadedExperiment written = LoadedExperiment.of(CONFIG);
    LoadedExperiment read = loader.load(file(written.resolvedYaml()), List.of());
    assertThat(read.config()).isEqualTo(CONFIG);
    assertThat(read.config().tags().keySet()).containsExactly("z", "a: b", "null");
    assertThat(read.resolvedYaml()).isEqualTo(written.resolvedYaml());
    assertThat(read.values()).isEqualTo(written.values());
    assertThat(read.hash()).isEqualTo(written.hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        " \n\n ",
        "a\nb",
        "\na\n",
        "a\n\n",
        "  a\n b",
        "a\n  b\n ",
        "a\r\nb",
        "\r",
        " a",
        "a ",
        "\ta",
        "a\t",
        "a: b",
        "a:",
        ": a",
        "a #b",
        "#",
        "a#b",
        "'",
        "\"",
        "it's",
        "\\n",
        "C:\\x",
        "-",
        "- a",
        "---",
        "--- a",
        "...",
        "? a",
        "!x",
        "!!int 3",
        "&a",
        "*a",
        "@a",
        "`a",
        "%a",
        "|",
        ">",
        "[a",
        "{a: b}",
        "a, b",
        "<<",
        "=",
        "~",
        "null",
        "Null",
        "true",
        "TRUE",
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "N",
        "1e6",
        "1E6",
        "1.0e+6",
        "2024",
        "1_000",
        "0x1F",
        "0o17",
        "0b11",
        "007",
        "1.5",
        ".5",
        "5.",
        "-0",
        "+1",
        "1:30",
        "190:20:30",
        "2024-01-01",
        "2001-12-14t21:59:43.10-05:00",
        ".inf",
        "-.inf",
        ".nan",
        "é",
        "\uD83D\uDE00",
        "\u0000",
        "\u0007",
        "\u001b",
        "\u007f",
        "\u0085",
        "a\u0085b\n",
        "\u00a0",
        "a\u2028 b",
        "\u2029",
        "\ufeffa",
        "\ufffe"
      })
  void keepsAnyText(String text) throws IOException {
    String longLine = ("word  " + text + " ").repeat(300);
    ExperimentConfig config =
        CONFIG.toBuilder()
            .description(text)
            .tags(ordered("k" + text, text, "long", longLine, "lines", text + "\n" + longLine))
            .build();
    String yaml = LoadedExperiment.of(config).resolvedYaml();
    assertThat(loader.load(file(yaml), List.of()).config()).isEqualTo(config);
    assertThat(yaml).matches("[\\n -~]*");
  }

  /** Words that are not text in YAML 1.1 or 1.2. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "no",
        "Yes",
        "on",
        "n",
        "true",
        "null",
        "~",
        "",
        "1e6",
        "2024",
        "1_000",
        "0x1F",
        "0o17",
        "007",
        "1:30",
        "190:20:30",
        "2024-01-01",
        ".inf",
        ".5",
        "<<",
        "="
      })
  void quotesWordsThatAreNotTextInYaml(String text) {
    ExperimentConfig config = CONFIG.toBuilder().description(text).build();
    assertThat(LoadedExperiment.of(config).resolvedYaml())
        .contains("\ndescription: \"" + text + "\"\n");
  }

  @Test
  void writesListsAndLinesAsBlocks() {
    Map<String, Object> document =
        Map.of("a", Map.of("list", List.of(0.5, 1e-12), "lines", "x y\n z\n"));
    assertThat(YamlText.of(document))
        .contains("  list:\n  - 0.5\n  - 1.0e-12\n", "  lines: |\n    x y\n     z\n");
  }

  /** If this hash changes, runs of older versions cannot be resumed. */
  @Test
  void theHashOfAConfigurationNeverChanges() {
    ExperimentConfig config =
        ExperimentConfig.builder()
            .dataset(TestComponents.COLLECTED.withDefaults())
            .algorithm(TestComponents.BC.withDefaults())
            .build();
    // SHA-256 of "path\\0value\\0" of each defining setting, sorted by path; computed in Python.
    assertThat(LoadedExperiment.of(config).hash())
        .isEqualTo("0d71322d46f11a08fe6fb5f9d2cb563f3b3e7e4ccdb7a9e6a402fce76fc85a3b");
    // The setting was added later, so its default does not count.
    assertThat(config.trajectories()).isEqualTo(TrajectoryFilters.EVERY.withDefaults());
    assertThat(
            LoadedExperiment.of(
                    config.toBuilder().trajectories(TrajectoryFilters.BEST.withDefaults()).build())
                .hash())
        .isEqualTo("61c349b419324f3bf912a5a72b6e664ee173410154b1332502aeac2b9475ad63");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed=9",
        "name=other",
        "description=other",
        "experiment=other",
        "tags={a: b}",
        "tracking.uri=elsewhere",
        "tracking.log_every_updates=1",
        "tracking.system_metrics_seconds=0",
        "checkpoint={every_updates: 1, keep: 7, keep_best: false}",
        "evaluation.threads=5",
        "trajectories=all"
      })
  void settingsThatDoNotChangeResultsDoNotChangeTheHash(String override) throws IOException {
    Path file = file("dataset: collected\nalgorithm: td3");
    assertThat(loader.load(file, List.of(override)).hash())
        .isEqualTo(loader.load(file, List.of()).hash());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "algorithm=spot",
        "algorithm.discount=0.98",
        "algorithm.network.hidden=[256]",
        "algorithm.regularizer=density",
        "dataset.transitions=10",
        "normalize_observations=false",
        "trajectories=best",
        "trajectories={type: best, fraction: 0.5}",
        "rewards=sparse-to-cost",
        "evaluation.every_updates=1",
        "evaluation.episodes=1",
        "evaluation.seed_offset=1",
        "execution.intra_op_threads=2"
      })
  void settingsThatChangeResultsChangeTheHash(String override) throws IOException {
    Path file = file("dataset: collected\nalgorithm: td3");
    assertThat(loader.load(file, List.of(override)).hash())
        .isNotEqualTo(loader.load(file, List.of()).hash());
  }

  @Test
  void refusesAConfigurationWithoutAnAlgorithm() {
    ExperimentConfig config =
        ExperimentConfig.builder().dataset(TestComponents.COLLECTED.withDefaults()).build();
    assertThatThrownBy(() -> LoadedExperiment.of(config))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("no algorithm is set: set one in the configuration");
    assertThatThrownBy(() -> config.algorithm().create())
        .isInstanceOf(SpotInputException.class)
        .hasMessage("no algorithm is set: set one in the configuration");
  }

  @Test
  void aBuilderKeepsOtherValues() {
    assertThat(CONFIG.toBuilder().build()).isEqualTo(CONFIG);
    ExperimentConfig other =
        CONFIG.toBuilder().algorithm(TestComponents.BC.with(new Bc(4))).build();
    assertThat(other.algorithm().config()).isEqualTo(new Bc(4));
    assertThat(other.toBuilder().algorithm(CONFIG.algorithm()).build()).isEqualTo(CONFIG);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("experiment.yaml"), yaml);
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
