package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.baselines.gaussian.GaussianDensity;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.RewardTransforms;
import org.spotrl.experiments.config.TrajectoryFilters;
import org.spotrl.experiments.diagnostic.CommonSupport;
import org.spotrl.experiments.measure.FakeClock;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;

/** Runs of a made algorithm with a real density that is the same for all of them. */
class CommonDensityTest {

  private static final String DENSITY = "{type: gaussian, hidden: [8], updates: 30, batch_size: 8}";

  @TempDir private Path temp;

  private Injector injector() {
    return Guice.createInjector(
        new AbstractModule() {
          @Override
          protected void configure() {
            install(new LineModule(new LineWorld(), new LineData(), new CountingAlgorithm()));
            var types =
                Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
            RewardTransforms.ALL.forEach(type -> types.addBinding().toInstance(type));
            TrajectoryFilters.ALL.forEach(type -> types.addBinding().toInstance(type));
            ExperimentConfig.DEFAULTS
                .diagnostics()
                .forEach(each -> types.addBinding().toInstance(each.type()));
            types.addBinding().toInstance(CommonSupport.TYPE);
            types.addBinding().toInstance(GaussianDensity.TYPE);
            bind(Libraries.class)
                .toInstance(() -> new LibraryState(Map.of("made", "1.0"), Map.of()));
            bind(ProcessClock.class).toInstance(new FakeClock());
          }
        });
  }

  private RunSummary run(Recorder recorder, String diagnostics, String... overrides)
      throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("experiment.yaml"),
            """
            {experiment: common, seed: 4, dataset: line, algorithm: counting,
             evaluation: {every_updates: 30, episodes: 2, threads: 1},
             diagnostics: %s,
             tracking: {uri: '%s', log_every_updates: 20, system_metrics_seconds: 0}}
            """
                .formatted(diagnostics, temp.resolve("mlruns")));
    Injector injector = injector();
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    runner.shareDensities(new ResultCache(temp.resolve("densities"), 1_000_000_000));
    LoadedExperiment experiment =
        injector.getInstance(ConfigLoader.class).load(file, List.of(overrides));
    return runner.start(experiment, recorder, recorder.stop());
  }

  private RecordedRun recorded(RunSummary summary) {
    return new FolderRuns(temp.resolve("mlruns")).find(summary.runId()).orElseThrow();
  }

  private static double dataDensity(RecordedRun run) {
    return run.history("common_support/log_density_data").get(0).value();
  }

  @Test
  void runsOfOneDataSetHaveOneDensityWhateverTheirSeed() throws IOException {
    String diagnostics = "[{type: common-support, density: %s}]".formatted(DENSITY);
    RecordedRun first = recorded(run(new Recorder(), diagnostics));
    Recorder recorder = new Recorder();
    RecordedRun second = recorded(run(recorder, diagnostics, "seed=5", "algorithm.updates=90"));

    assertThat(first.tags())
        .containsEntry("spot.common_density_trained_by", first.id())
        .hasEntrySatisfying(
            "spot.common_density", text -> assertThat(text).contains("gaussian", "updates: 30"));
    assertThat(second.tags()).containsEntry("spot.common_density_trained_by", first.id());
    assertThat(recorder.lines()).noneMatch(line -> line.startsWith("common density"));
    assertThat(first.history("common_support/log_density_policy")).hasSize(2);
    assertThat(second.history("common_support/unsupported_share")).hasSize(3);
    assertThat(dataDensity(first)).isFinite();
  }

  @Test
  void aRunThatIsStoppedWhileItIsTrainedResumes() throws IOException {
    String density = DENSITY.replace("updates: 30", "updates: 300");
    String diagnostics = "[{type: common-support, density: %s}]".formatted(density);
    RunSummary stopped = run(Recorder.stoppingAt("common density 100/300"), diagnostics);
    assertThat(stopped.status()).isEqualTo(RunStatus.KILLED);

    RunSummary resumed =
        injector()
            .getInstance(ExperimentRunner.class)
            .resume(LocalRun.at(stopped.location()), new Recorder(), new StopSignal());
    RunSummary whole = run(new Recorder(), diagnostics);

    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(dataDensity(recorded(resumed))).isEqualTo(dataDensity(recorded(whole)));
  }

  @Test
  void aDensityThatDivergesIsNotTakenForTheMethods() {
    String diverging = DENSITY.replace("}", ", learning_rate: 1e38}");

    assertThatThrownBy(
            () -> run(new Recorder(), "[{type: common-support, density: %s}]".formatted(diverging)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'common-support' does not learn (training diverged: ")
        .hasMessageContaining("smaller learning_rate");
  }

  @Test
  void itIsListedOnce() {
    assertThatThrownBy(() -> run(new Recorder(), "[common-support, common-support]"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'common-support' is listed more than once");
  }
}
