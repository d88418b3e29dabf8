package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.experiments.wiring.SpotInjector;

/** Labels of the real components. */
class RunLabelTest {

  private static final Path EXPERIMENTS = Path.of("..").toAbsolutePath().resolve("experiments");

  private final ComponentRegistry registry =
      SpotInjector.create(Optional.empty()).getInstance(ComponentRegistry.class);
  private final ConfigLoader loader = new ConfigLoader(registry);

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "quickstart.yaml, spot",
    "quickstart-td3bc.yaml, td3+bc",
    "quickstart-bc.yaml, bc",
    "quickstart-bcq.yaml, bcq",
    "quickstart-iql.yaml, iql",
    "ablations/gaussian-density.yaml, spot-gaussian",
    "ablations/gaussian-mixture-density.yaml, spot-gaussian-mixture",
    "ablations/flow-density.yaml, spot-flow",
    "ablations/importance-weighted.yaml, spot-importance-weighted-10",
    "ablations/no-q-normalization.yaml, spot-no-q-norm",
    "ablations/sac.yaml, spot-sac",
    "ablations/lambda-schedule.yaml, spot-lambda-end-0.2",
    "ablations/no-regularizer.yaml, td3",
    "ablations/mmd.yaml, td3-q-norm-mmd-lambda-1",
    "quickstart-bc-10.yaml, bc-10%",
    "lambda-curve/lambda-0.02.yaml, spot-lambda-0.02",
    "lambda-curve/lambda-0.1.yaml, spot-lambda-0.1",
    "lambda-curve/lambda-0.5.yaml, spot",
    "lambda-curve/lambda-1.0.yaml, spot-lambda-1",
    "lambda-curve/lambda-2.0.yaml, spot-lambda-2"
  })
  void theShippedExperimentsAreLabelledByTheirMethods(String file, String method) {
    RunLabel label = label(loader.load(EXPERIMENTS.resolve(file), List.of()));

    assertThat(label.method()).isEqualTo(method);
    assertThat(label.name()).isEqualTo(method + "-maze2d-umaze");
  }

  @ParameterizedTest
  @CsvSource({
    "cvae, density",
    "gaussian, density-gaussian",
    "gaussian-mixture, density-gaussian-mixture",
    "flow, density-flow"
  })
  void aDensityAloneIsNamedByItsModel(String file, String method) {
    Path path = EXPERIMENTS.resolve("densities").resolve(file + ".yaml");

    assertThat(label(loader.load(path, List.of())).method()).isEqualTo(method);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "algorithm.regularizer.lambda=0.1                | spot-lambda-0.1",
        "algorithm.q_normalization=false                 | spot-no-q-norm",
        "algorithm.updates=20000                         | spot-20k-updates",
        "algorithm.updates=1_000_000                     | spot-1M-updates",
        "algorithm.actor_learning_rate=1e-4              | spot-actor-lr-1e-4",
        "algorithm.regularizer.unit=nats                 | spot-nats",
        "algorithm.discount=0.995                        | spot-discount-0.995",
        "algorithm.regularizer.density={bound: importance-weighted, num_samples: 10} | spot-importance-weighted-10",
        "algorithm.regularizer.density.num_samples=10    | spot-elbo-10",
        "algorithm={type: td3, updates: 1_000_000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128]} | td3-1M-updates",
        "algorithm={type: td3+bc, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128]}        | td3+bc",
        "algorithm={type: actor-critic, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128], regularizer: behavior-cloning} | td3+bc",
        "algorithm={type: actor-critic, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128], regularizer: none} | td3-q-norm",
        "algorithm={type: actor-critic, updates: 40000, discount: 0.99, actor_hidden: [128, 128], critic_hidden: [128, 128]} | td3-q-norm-discount-0.99",
        "algorithm={type: actor-critic, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128], backbone: sac, q_normalization: false} | sac",
        "algorithm={type: actor-critic, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128], backbone: sac, regularizer: density} | spot-sac-lambda-0.1",
        "algorithm={type: behavior-cloning, updates: 40000, hidden: [128, 128]} | bc",
        "algorithm={type: iql, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128], value_hidden: [128, 128], policy: deterministic} | iql-deterministic",
        "algorithm={type: iql, updates: 40000, discount: 0.95, actor_hidden: [128, 128], critic_hidden: [128, 128], value_hidden: [128, 128], expectile: 0.9} | iql-expectile-0.9",
        "trajectories=best                               | spot-10%",
        "trajectories={type: best, fraction: 0.25}       | spot-25%",
        "rewards={type: return-range, scale: 500}        | spot-return-range",
        "normalize_observations=false                    | spot-no-norm"
      })
  void differencesFromTheMethodAreInTheLabel(String override, String method) {
    // A longer label ends with a hash.
    assertThat(quickstart(override).method()).startsWith(method);
    assertThat(quickstart(override).name()).startsWith(method + "-maze2d-umaze");
  }

  @Test
  void manyDifferencesEndWithAHash() {
    RunLabel label =
        quickstart(
            "algorithm.regularizer.lambda=0.1",
            "algorithm.actor_learning_rate=1e-4",
            "algorithm.critic_learning_rate=1e-4",
            "algorithm.discount=0.9");

    assertThat(label.method()).matches("spot-lambda-0.1-actor-lr-1e-4-[0-9a-f]{6}");
    assertThat(label.name()).matches("spot-lambda-0.1-actor-lr-1e-4-maze2d-umaze-[0-9a-f]{6}");
  }

  @Test
  void usualValuesElsewhereAreTheDefaults() throws IOException {
    Path file = Files.writeString(temp.resolve("x.yaml"), "{dataset: collected, algorithm: spot}");
    LoadedExperiment experiment = loader.load(file, List.of());

    assertThat(RunLabel.of(experiment, registry, "hopper-v3", "hopper").method()).isEqualTo("spot");
    // On the mazes, SPOT's defaults are not the usual values.
    assertThat(label(experiment).method()).startsWith("spot-lambda-0.1-1M-updates-");
  }

  @Test
  void settingsBesideTrainingChangeOnlyTheName() {
    LoadedExperiment other =
        loader.load(EXPERIMENTS.resolve("quickstart.yaml"), List.of("evaluation.episodes=10"));

    assertThat(label(other).method()).isEqualTo("spot");
    assertThat(label(other).name()).isEqualTo("spot-maze2d-umaze-" + other.hash().substring(0, 6));
    assertThat(quickstart("dataset.steps=2000").name()).matches("spot-maze2d-umaze-[0-9a-f]{6}");
    assertThat(quickstart("execution.intra_op_threads=2").name())
        .matches("spot-maze2d-umaze-[0-9a-f]{6}");
  }

  @Test
  void namesAndFoldersDoNotChangeTheLabel() {
    assertThat(
            quickstart(
                "name=mine",
                "seed=7",
                "tags.algorithm=mine",
                "evaluation.threads=1",
                "diagnostics=[]",
                "tracking.folder=elsewhere"))
        .isEqualTo(quickstart());
  }

  /** Another value of any defining setting gives another name. */
  @Test
  void runsWithDifferentDefiningSettingsHaveDifferentNames() {
    LoadedExperiment base = loader.load(EXPERIMENTS.resolve("quickstart.yaml"), List.of());
    Set<String> names = new HashSet<>(Set.of(label(base).name()));
    int tried = 0;
    for (String path : base.values().keySet()) {
      String value = base.values().get(path);
      if (!DefiningSettings.contain(path)
          || path.endsWith("type")
          || path.endsWith("environment")
          // It names a run, which would have to exist.
          || path.contains(".density.from")
          // It applies to SAC alone.
          || path.endsWith("target_entropy")) {
        continue;
      }
      LoadedExperiment other =
          loader.load(EXPERIMENTS.resolve("quickstart.yaml"), List.of(path + "=" + other(value)));
      assertThat(other.hash()).as(path).isNotEqualTo(base.hash());
      assertThat(names.add(label(other).name())).as(path).isTrue();
      tried++;
    }
    assertThat(tried).isGreaterThan(30);
  }

  private static String other(String value) {
    return switch (value) {
      case "true" -> "false";
      case "false" -> "true";
      case "authors" -> "nats";
      case "elbo" -> "importance-weighted";
      case "td3" -> "sac";
      case "0" -> "1";
      case "0.0" -> "0.5";
      case "0.99", "1.0" -> "0.5";
      case "1000000" -> "500000";
      default ->
          value.startsWith("[")
              ? "[64, 64]"
              : value.contains(".")
                  ? value.replaceFirst("^(-?)(\\d)", "$1$2").concat("1")
                  : value + "1";
    };
  }

  private RunLabel quickstart(String... overrides) {
    return label(loader.load(EXPERIMENTS.resolve("quickstart.yaml"), Arrays.asList(overrides)));
  }

  private RunLabel label(LoadedExperiment experiment) {
    return RunLabel.of(experiment, registry, "maze2d-umaze-v1", "maze2d-umaze");
  }
}
