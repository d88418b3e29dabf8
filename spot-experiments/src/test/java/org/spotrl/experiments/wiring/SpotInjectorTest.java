package org.spotrl.experiments.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.RewardTransform;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.baselines.gaussian.GaussianDensityConfig;
import org.spotrl.data.d4rl.D4rlDataset;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.experiments.run.Environments;
import org.spotrl.experiments.run.ExperimentRunner;
import org.spotrl.experiments.run.LineModule;
import org.spotrl.experiments.run.PreparedData;
import org.spotrl.experiments.run.RunReporter;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.sync.SyncReport;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.regularizer.Regularizer;

class SpotInjectorTest {

  @TempDir private Path temp;

  @Test
  void allModulesAddTheirComponents() {
    Injector injector = SpotInjector.create(Optional.empty());

    ComponentRegistry registry = injector.getInstance(ComponentRegistry.class);
    assertThat(registry.names(Algorithm.class))
        .contains("spot", "td3+bc", "td3", "actor-critic", "behavior-cloning", "iql", "bcq");
    assertThat(registry.names(Regularizer.class)).contains("none", "density", "behavior-cloning");
    assertThat(registry.names(Density.class)).contains("cvae", "gaussian");
    assertThat(registry.names(DatasetSource.class)).contains("collected");
    assertThat(registry.names(RewardTransform.class))
        .contains("identity", "affine", "sparse-to-cost");
    assertThat(injector.getInstance(Environments.class).ids())
        .contains("maze2d-umaze-v1", "maze2d-large-dense-v1", "hopper-v2");
  }

  @Test
  void d4rlsDataSetsDescribeTheirEnvironmentsAsTheSuitesDo() {
    Environments environments =
        SpotInjector.create(Optional.empty()).getInstance(Environments.class);

    // Each is written down twice, because neither module depends on the other.
    assertThat(D4rlDataset.ALL)
        .allSatisfy(
            dataset -> {
              String id = dataset.environment().id();
              assertThat(environments.suiteOf(id).specification(id))
                  .isEqualTo(dataset.environment());
            });
  }

  @Test
  void theStateOfTheLibrariesIsKnown() {
    LibraryState state =
        SpotInjector.create(Optional.empty()).getInstance(Libraries.class).current();

    assertThat(state.variables())
        .containsEntry(
            "TF_ENABLE_ONEDNN_OPTS",
            Objects.requireNonNullElse(System.getenv("TF_ENABLE_ONEDNN_OPTS"), ""))
        .containsKeys("ONEDNN_MAX_CPU_ISA", "TF_XLA_FLAGS");
    Map<String, String> versions = state.versions();
    assertThat(versions).containsOnlyKeys("tensorflow", "mujoco");
    assertThat(versions.get("tensorflow")).matches("2\\.\\d+\\.\\d+.*");
  }

  @Test
  void anExperimentCanUseComponentsOfAnotherJar() throws Exception {
    Path file =
        Files.writeString(
            temp.resolve("experiment.yaml"),
            """
            dataset: line
            algorithm: {type: counting, updates: 20}
            evaluation: {episodes: 2}
            tracking: {uri: '%s'}
            """
                .formatted(temp.resolve("mlruns")));

    RunSummary summary =
        OfferedModules.with(LineModule.class, temp.resolve("jar"), () -> run(file));

    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(summary.policyUpdates()).isEqualTo(20);
  }

  @Test
  void aDensityAloneIsARunWithoutAPolicyWhoseDensityOthersCanUse() throws Exception {
    String settings =
        """
        dataset: line
        algorithm: %s
        tracking: {uri: '%s'}
        """;
    Path alone =
        Files.writeString(
            temp.resolve("density.yaml"),
            settings.formatted(
                "{type: density, density: {type: flow, hidden: [8], updates: 20}}",
                temp.resolve("mlruns")));

    RunSummary summary =
        OfferedModules.with(LineModule.class, temp.resolve("jar"), () -> run(alone));

    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(summary.evaluation()).isEmpty();
    assertThat(summary.policyUpdates()).isEqualTo(20);
    RecordedRun run = new FolderRuns(temp.resolve("mlruns")).runs().get(0);
    assertThat(run.latestMetrics())
        .containsKeys(
            "density/log_density_held_out",
            "density/log_density_held_out_se",
            "density/log_density_train",
            "train/density_loss",
            "time/total_seconds")
        .doesNotContainKeys("final/normalized_score", "eval/normalized_score");
    assertThat(run.artifacts().resolve("policy")).doesNotExist();
    Path user =
        Files.writeString(
            temp.resolve("user.yaml"),
            settings.formatted(
                "{type: spot, updates: 20, regularizer: {density: {from: '%s'}}}"
                    .formatted(run.artifacts().getParent()),
                temp.resolve("mlruns")));
    LoadedExperiment loaded =
        OfferedModules.with(
            LineModule.class,
            temp.resolve("jar"),
            () ->
                SpotInjector.create(Optional.empty())
                    .getInstance(ConfigLoader.class)
                    .load(user, List.of()));
    assertThat(loaded.values())
        .containsEntry("algorithm.regularizer.density.type", "flow")
        .containsEntry("algorithm.regularizer.density.hidden", "[8]");
  }

  private static RunSummary run(Path file) {
    Injector injector = SpotInjector.create(Optional.empty());
    return injector
        .getInstance(ExperimentRunner.class)
        .start(
            injector.getInstance(ConfigLoader.class).load(file, List.of()),
            new Silence(),
            new StopSignal());
  }

  /** Adds a second density {@code gaussian}. */
  public static final class SameName extends AbstractModule {
    @Override
    protected void configure() {
      ComponentType<GaussianDensityConfig, Density> gaussian = GaussianDensity.TYPE;
      Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {})
          .addBinding()
          .toInstance(
              new ComponentType<>(
                  Density.class, "gaussian", "Mine.", gaussian.defaults(), gaussian.factory()));
    }
  }

  /** A module whose constructor fails. */
  public static final class Broken extends AbstractModule {
    public Broken() {
      throw new IllegalStateException("broken");
    }
  }

  @Test
  void twoComponentsWithOneNameAreRefused() {
    assertThatThrownBy(() -> create(SameName.class))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("two component types have the name density 'gaussian'");
  }

  @Test
  void aJarWithABrokenModuleIsRefused() {
    assertThatThrownBy(() -> create(Broken.class))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContainingAll(Broken.class.getName(), "or remove it");
  }

  private Injector create(Class<? extends Module> module) throws Exception {
    return OfferedModules.with(
        module, temp.resolve("jar"), () -> SpotInjector.create(Optional.empty()));
  }

  private static final class Silence implements RunReporter {
    @Override
    public void report(String what, long done, long total, Map<String, Double> figures) {}

    @Override
    public void dataReady(PreparedData data) {}

    @Override
    public void notice(String line) {}

    @Override
    public void copied(SyncReport report) {}

    @Override
    public void tracking(String runName, String runId, String location) {}

    @Override
    public void training(List<String> phases) {}

    @Override
    public void resumed(long updates) {}

    @Override
    public void evaluated(long updates, EvaluationResult result) {}
  }
}
