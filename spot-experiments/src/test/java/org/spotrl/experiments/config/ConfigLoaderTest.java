package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.TrajectoryFilter.Count;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.experiments.config.TestComponents.Bc;
import org.spotrl.experiments.config.TestComponents.Collected;
import org.spotrl.experiments.config.TestComponents.Density;
import org.spotrl.experiments.config.TestComponents.Gaussian;
import org.spotrl.experiments.config.TestComponents.Layers;
import org.spotrl.experiments.config.TestComponents.Start;
import org.spotrl.experiments.config.TestComponents.Td3;
import org.spotrl.experiments.diagnostic.EpisodeTable;
import org.spotrl.experiments.diagnostic.StatePictures;

/** The configuration of a file. */
class ConfigLoaderTest {

  private final ConfigLoader loader = new ConfigLoader(TestComponents.registry());

  @TempDir Path folder;

  @Test
  void missingSettingsHaveTheirDefaults() throws IOException {
    ExperimentConfig config = load("dataset: collected\nalgorithm: bc\n").config();
    assertThat(config)
        .isEqualTo(
            ExperimentConfig.builder()
                .dataset(TestComponents.COLLECTED.withDefaults())
                .algorithm(TestComponents.BC.withDefaults())
                .build());
  }

  @Test
  void readsEveryTypeOfSettingAndComponentsWithinComponents() throws IOException {
    ExperimentConfig config =
        load("""
                experiment: lambda curve
                name: no
                description: |
                  Two lines
                  of text.
                tags: {topic: x, paper: 1, "quoted key": on}
                seed: -3
                dataset: {type: collected, environment: hopper-v2, transitions: 1_000}
                trajectories: {type: best, fraction: 0.2, count: steps}
                normalize_observations: false
                rewards: {type: affine, scale: 2, shift: -1e-1}
                algorithm:
                  type: td3
                  discount: .5
                  updates: 1e6
                  batch_size: 2.56e2
                  normalize_q: false
                  loss: huber
                  network: {hidden: [64, 1_00], start: all-zero}
                  regularizer: {type: density, density: {type: gaussian, min_log_std: -2.5}}
                evaluation: {every_updates: 10, episodes: 3, threads: 2, seed_offset: 7}
                diagnostics: [episodes, {type: pictures, states: 5}]
                checkpoint: {every_updates: 5, keep: 1, keep_best: false, keep_final: true}
                tracking: {uri: "http://localhost:5000", log_every_updates: 50, system_metrics_seconds: 30}
                execution: {intra_op_threads: 4}
                """)
            .config();
    assertThat(config)
        .isEqualTo(
            new ExperimentConfig(
                "lambda curve",
                "no",
                "Two lines\nof text.\n",
                Map.of("topic", "x", "paper", "1", "quoted key", "on"),
                -3,
                TestComponents.COLLECTED.with(new Collected("hopper-v2", 1000)),
                TrajectoryFilters.BEST.with(new TrajectoryFilters.Best(0.2, 1, Count.STEPS)),
                false,
                RewardTransforms.AFFINE.with(new RewardTransforms.Affine(2, -0.1)),
                TestComponents.TD3.with(
                    new Td3(
                        0.5,
                        1_000_000,
                        256,
                        false,
                        "huber",
                        new Layers(List.of(64, 100), Start.ALL_ZERO),
                        TestComponents.DENSITY.with(
                            new Density(1.0, TestComponents.GAUSSIAN.with(new Gaussian(-2.5f)))))),
                new EvaluationConfig(10, 3, 2, 7),
                List.of(
                    EpisodeTable.TYPE.withDefaults(),
                    StatePictures.TYPE.with(new StatePictures.Config(5))),
                new CheckpointConfig(5, 1, false, true),
                TrackingConfig.builder()
                    .uri("http://localhost:5000")
                    .logEveryUpdates(50)
                    .systemMetricsSeconds(30)
                    .build(),
                new ExecutionConfig(4)));
  }

  @Test
  void refusesAllTagsThatSpotSetsItself() throws IOException {
    Path file =
        file(
            "a.yaml",
            "dataset: collected\nalgorithm: bc\ntags: {method: mine, algorithm: fine, seed: 4}");

    assertThatThrownBy(() -> loader.load(file, List.of("tags.configuration=x")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(
            "a.yaml:3:8: spot sets the tag 'method' itself; give your tag another name, for example 'my_method'")
        .hasMessageContaining("a.yaml:3:39: spot sets the tag 'seed' itself")
        .hasMessageContaining("--set tags.configuration: spot sets the tag 'configuration' itself");
    // Runs that were recorded before this rule can still be resumed.
    assertThat(loader.loadRecorded(file).config().tags()).containsEntry("method", "mine");
  }

  @Test
  void readsPlainWordsAsTextInTextSettings() throws IOException {
    ExperimentConfig config =
        load("dataset: collected\nalgorithm: bc\nexperiment: 2024\nname: 1e3\ntags: {country: NO}")
            .config();
    assertThat(config.experiment()).isEqualTo("2024");
    assertThat(config.name()).isEqualTo("1e3");
    assertThat(config.tags()).containsExactly(Map.entry("country", "NO"));
  }

  @Test
  void readsAnchorsByteOrderMarksAndWindowsLineEnds() throws IOException {
    String yaml =
        """
        dataset: collected
        algorithm:
          type: td3
          network: {hidden: &widths [32, 16]}
          regularizer: {type: density, density: {type: vae, hidden: *widths}}
        """;
    ExperimentConfig config = load("\uFEFF" + yaml.replace("\n", "\r\n")).config();
    Td3 td3 = (Td3) config.algorithm().config();
    Density density = (Density) td3.regularizer().config();
    assertThat(td3.network().hidden()).containsExactly(32, 16);
    assertThat(((TestComponents.Vae) density.density().config()).hidden()).containsExactly(32, 16);
  }

  @Test
  void aDefaultComponentKeepsItsDefaults() throws IOException {
    Td3 spot =
        (Td3)
            load("dataset: collected\nalgorithm: {type: spot, regularizer: {lambda: 0.2}}")
                .config()
                .algorithm()
                .config();
    Density regularizer = (Density) spot.regularizer().config();
    assertThat(regularizer.lambda()).isEqualTo(0.2);
    assertThat(((TestComponents.Vae) regularizer.density().config()).hidden())
        .containsExactly(750, 750);
  }

  @Test
  void anotherComponentHasItsTypesDefaults() throws IOException {
    Td3 td3 =
        (Td3)
            load("dataset: collected\nalgorithm: {type: td3, regularizer: density}")
                .config()
                .algorithm()
                .config();
    assertThat(td3.regularizer()).isEqualTo(TestComponents.DENSITY.withDefaults());
  }

  @Test
  void recordsTheOriginOfEachValue() throws IOException {
    Path file = file("a.yaml", "dataset: collected\nalgorithm:\n  type: bc\n  updates: 7\nseed: 1");
    Map<String, String> origins = loader.load(file, List.of("seed=4")).origins();
    assertThat(origins)
        .containsEntry("algorithm.type", at(file, 3, 9))
        .containsEntry("algorithm.updates", at(file, 4, 12))
        .containsEntry("dataset.type", at(file, 1, 10))
        .containsEntry("dataset.transitions", "default")
        .containsEntry("seed", "--set")
        .containsEntry("evaluation.episodes", "default");
  }

  @Test
  void flattensAllValues() throws IOException {
    LoadedExperiment loaded =
        load("dataset: collected\nalgorithm: {type: td3, discount: 3e-4}\ntags: {a: b}");
    assertThat(loaded.values())
        .containsEntry("algorithm.type", "td3")
        .containsEntry("algorithm.discount", "3.0e-4")
        .containsEntry("algorithm.network.hidden", "[256, 256]")
        .containsEntry("algorithm.network.start", "random")
        .containsEntry("algorithm.regularizer.type", "none")
        .containsEntry("tags.a", "b")
        .containsEntry("name", "")
        .containsEntry("algorithm.updates", "1000000");
    assertThat(loaded.origins().keySet()).isEqualTo(loaded.values().keySet());
  }

  @Test
  void aConfigurationInCodeIsRecordedLikeAFile() throws IOException {
    LoadedExperiment loaded = load("dataset: collected\nalgorithm: {type: bc, updates: 5}");
    LoadedExperiment made =
        LoadedExperiment.of(
            ExperimentConfig.builder()
                .dataset(TestComponents.COLLECTED.withDefaults())
                .algorithm(TestComponents.BC.with(new Bc(5)))
                .build());
    assertThat(made.resolvedYaml()).isEqualTo(loaded.resolvedYaml());
    assertThat(made.hash()).isEqualTo(loaded.hash());
    assertThat(made.origins())
        .containsEntry("algorithm.updates", "code")
        .containsEntry("seed", "default");
  }

  /** A configuration record that is not an experiment. */
  record Sweep(
      @Setting(value = "Runs at the same time.", min = 1) int processes,
      @Setting("Seeds of the runs.") List<Integer> seeds,
      @Setting("The method.") Component<Algorithm> algorithm,
      @Setting("How policies are evaluated.") EvaluationConfig evaluation) {

    static final Sweep DEFAULTS =
        new Sweep(2, List.of(0), Unset.of(Algorithm.class), EvaluationConfig.DEFAULTS);
  }

  @Test
  void loadsFilesOfAnyRecord() throws IOException {
    file("base.yaml", "seeds: [1, 2]\nalgorithm: {type: bc, updates: 7}\n");
    Path file = file("sweep.yaml", "extends: base.yaml\nevaluation: {episodes: 3}\n");

    LoadedConfig<Sweep> loaded = sweep(file, "processes=4");

    assertThat(loaded.config())
        .isEqualTo(
            new Sweep(
                4,
                List.of(1, 2),
                TestComponents.BC.with(new Bc(7)),
                new EvaluationConfig(5_000, 3, 0, 100)));
    assertThat(loaded.origins())
        .containsEntry("evaluation.episodes", at(file, 2, 24))
        .containsEntry("processes", "--set")
        .containsEntry("evaluation.threads", "default");
    assertThat(sweep(file("again.yaml", loaded.resolvedYaml())).config())
        .isEqualTo(loaded.config());
  }

  @Test
  void problemsOfAnyRecordHaveItsNounAndSettings() throws IOException {
    assertThatThrownBy(() -> sweep(file("empty.yaml", "")))
        .hasMessageEndingWith("the file is empty; a sweep needs at least 'algorithm'");
    assertThatThrownBy(() -> sweep(file("wrong.yaml", "seed: [1]\nprocesses: 0")))
        .hasMessageContaining("unknown setting 'seed'; did you mean 'seeds'?")
        .hasMessageContaining("'processes' must be a whole number of at least 1, not 0")
        .hasMessageContaining("'algorithm' is missing; it must be one of bc, spot, td3");
  }

  private LoadedConfig<Sweep> sweep(Path file, String... overrides) {
    return loader.load("a sweep", Sweep.DEFAULTS, file, List.of(overrides));
  }

  private LoadedExperiment load(String yaml) throws IOException {
    return loader.load(file("experiment.yaml", yaml), List.of());
  }

  private Path file(String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name), yaml);
  }

  private static String at(Path file, int line, int column) {
    return file.toString().replace('\\', '/') + ":" + line + ":" + column;
  }
}
