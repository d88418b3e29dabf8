package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.RewardTransforms;
import org.spotrl.experiments.config.TrajectoryFilters;
import org.spotrl.experiments.measure.FakeClock;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.MetricPoint;

/** Runs of a test method whose first phase is shared. */
class SharedPhaseTest {

  private static final long AMPLE = 1_000_000_000;

  @TempDir private Path temp;
  private final CountingAlgorithm algorithm = new CountingAlgorithm();
  private final Map<String, String> variables = new TreeMap<>();
  private ResultCache store;
  private int trained;

  @BeforeEach
  void watch() {
    store = new ResultCache(temp.resolve("densities"), AMPLE);
    algorithm.whenTraining(count -> trained += count);
  }

  private com.google.inject.Injector injector() {
    return Guice.createInjector(
        new AbstractModule() {
          @Override
          protected void configure() {
            install(new LineModule(new LineWorld(), new LineData(), algorithm));
            var types =
                Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
            RewardTransforms.ALL.forEach(type -> types.addBinding().toInstance(type));
            TrajectoryFilters.ALL.forEach(type -> types.addBinding().toInstance(type));
            ExperimentConfig.DEFAULTS
                .diagnostics()
                .forEach(each -> types.addBinding().toInstance(each.type()));
            bind(Libraries.class)
                .toInstance(() -> new LibraryState(Map.of("made", "1.0"), variables));
            bind(ProcessClock.class).toInstance(new FakeClock());
          }
        });
  }

  private static LoadedExperiment experiment(
      com.google.inject.Injector injector, Path temp, String... overrides) throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("experiment.yaml"),
            """
            {experiment: shared, seed: 4, dataset: line, algorithm: counting,
             evaluation: {every_updates: 25, episodes: 3, threads: 2},
             checkpoint: {every_updates: 40},
             tracking: {uri: '%s', log_every_updates: 20, system_metrics_seconds: 0}}
            """
                .formatted(temp.resolve("mlruns")));
    return injector.getInstance(ConfigLoader.class).load(file, List.of(overrides));
  }

  private RunSummary run(Recorder recorder, String... overrides) throws IOException {
    var injector = injector();
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    runner.shareDensities(store);
    return runner.start(experiment(injector, temp, overrides), recorder, recorder.stop());
  }

  private RecordedRun recorded(RunSummary summary) {
    return new FolderRuns(temp.resolve("mlruns")).find(summary.runId()).orElseThrow();
  }

  private String key(RunSummary summary) {
    return keyOf(recorded(summary));
  }

  private static String keyOf(RecordedRun run) {
    return run.tags().getOrDefault("spot.warmup_key", "none");
  }

  /** Value and step of each point. */
  private Map<String, String> values(RunSummary summary) {
    RecordedRun run = recorded(summary);
    Map<String, String> points = new TreeMap<>();
    run.latestMetrics().keySet().stream()
        .filter(name -> !name.startsWith("time/") && !name.startsWith("system/"))
        .forEach(
            name ->
                points.put(
                    name,
                    run.history(name).stream()
                        .map(point -> point.value() + " at " + point.step())
                        .toList()
                        .toString()));
    return points;
  }

  private static List<String> notices(Recorder recorder) {
    return recorder.lines().stream().filter(line -> line.startsWith("notice")).toList();
  }

  @Test
  void theSecondRunTakesThePhaseFromTheFirst() throws IOException {
    RunSummary first = run(new Recorder());
    assertThat(trained).isEqualTo(90);
    Recorder recorder = new Recorder();

    RunSummary second = run(recorder);

    assertThat(trained).as("only the 60 updates of the policy again").isEqualTo(150);
    assertThat(second.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(values(second)).isEqualTo(values(first)).containsKey("warmup/count");
    assertThat(new LocalRun(recorded(second).artifacts()).policy().resolve("policy.safetensors"))
        .hasSameBinaryContentAs(
            new LocalRun(recorded(first).artifacts()).policy().resolve("policy.safetensors"));
    assertThat(notices(recorder))
        .containsExactly(
            "notice warmup     taken from the cache: run "
                + first.runId()
                + " trained it in 0 s; --no-density-cache trains it again");
  }

  @Test
  void aRunIsTaggedWithTheKeyAndTheRunThatTrainedThePhase() throws IOException {
    RecordedRun first = recorded(run(new Recorder()));
    RecordedRun second = recorded(run(new Recorder()));

    assertThat(first.tags()).doesNotContainKey("spot.warmup_trained_by");
    assertThat(second.tags())
        .containsEntry("spot.warmup_trained_by", first.id())
        .containsEntry("spot.warmup_key", keyOf(first));
    assertThat(second.history("time/warmup_seconds"))
        .singleElement()
        .extracting(MetricPoint::value)
        .isEqualTo(0.0);
    assertThat(second.latestMetrics()).doesNotContainKey("time/warmup_updates_per_second_overall");
    assertThat(store.find(keyOf(first)).orElseThrow().runId()).isEqualTo(first.id());
  }

  @Test
  void otherSettingsMayDiffer() throws IOException {
    run(new Recorder());
    run(
        new Recorder(),
        "algorithm.updates=10",
        "evaluation.every_updates=7",
        "checkpoint.every_updates=11",
        "tags.purpose=another");
    assertThat(trained).isEqualTo(100);
  }

  @Test
  void settingsOfThePhaseMayNotDiffer() throws IOException {
    run(new Recorder());
    run(new Recorder(), "algorithm.warmup=31", "algorithm.updates=10");
    assertThat(trained).isEqualTo(90 + 41);
    run(new Recorder(), "execution.intra_op_threads=2", "algorithm.updates=10");
    assertThat(trained).isEqualTo(90 + 41 + 40);
    run(new Recorder(), "tracking.log_every_updates=10", "algorithm.updates=10");
    assertThat(trained).isEqualTo(90 + 41 + 40 + 40);
    variables.put("FAST", "1");
    run(new Recorder(), "algorithm.updates=10");
    assertThat(trained).isEqualTo(90 + 41 + 40 + 40 + 40);
  }

  @Test
  void withoutTheCacheARunTrainsItsOwnPhase() throws IOException {
    run(new Recorder());
    var injector = injector();
    Recorder recorder = new Recorder();

    injector
        .getInstance(ExperimentRunner.class)
        .start(experiment(injector, temp), recorder, recorder.stop());

    assertThat(trained).isEqualTo(180);
    assertThat(notices(recorder)).isEmpty();
  }

  @Test
  void aDamagedPhaseIsDeletedAndTrainedAgain() throws IOException {
    RunSummary first = run(new Recorder());
    try (Stream<Path> files = Files.walk(store.folder())) {
      Path state =
          files.filter(file -> file.endsWith("state.safetensors")).findFirst().orElseThrow();
      Files.write(state, new byte[] {1, 2, 3});
    }
    Recorder recorder = new Recorder();

    RunSummary second = run(recorder);

    assertThat(trained).isEqualTo(180);
    assertThat(values(second)).isEqualTo(values(first));
    assertThat(notices(recorder)).singleElement().asString().contains("damaged", "deleted");
    run(new Recorder(), "algorithm.updates=10");
    assertThat(trained).as("it was stored again").isEqualTo(190);
  }

  @Test
  void aRunWaitsForAnotherProcessAndTrainsItselfIfThatProcessDies() throws IOException {
    RunSummary first = run(new Recorder());
    String key = key(first);
    store.remove(key);
    FileMutex lock = store.tryLock(key).orElseThrow();
    Recorder recorder =
        new Recorder() {
          @Override
          public void notice(String line) {
            super.notice(line);
            lock.close();
          }
        };

    RunSummary second = run(recorder);

    assertThat(notices(recorder))
        .containsExactly(
            "notice warmup     waiting for process %d, which is training the same warmup"
                .formatted(ProcessHandle.current().pid()));
    assertThat(trained).isEqualTo(180);
    assertThat(values(second)).isEqualTo(values(first));
  }

  @Test
  void aWaitingRunTakesTheResultOfTheOtherProcess() throws IOException {
    RunSummary first = run(new Recorder());
    String key = key(first);
    var whole = store.find(key).orElseThrow();
    store.remove(key);
    FileMutex lock = store.tryLock(key).orElseThrow();
    Recorder recorder =
        new Recorder() {
          @Override
          public void notice(String line) {
            super.notice(line);
            if (line.contains("waiting")) {
              store.save(whole);
              lock.close();
            }
          }
        };

    run(recorder);

    assertThat(trained).isEqualTo(150);
    assertThat(notices(recorder)).hasSize(2).last().asString().contains("taken from the cache");
  }

  @Test
  void aRunCanBeStoppedWhileItWaits() throws IOException {
    RunSummary first = run(new Recorder());
    String key = key(first);
    store.remove(key);
    Recorder recorder =
        Recorder.stoppingAt(
            "notice warmup     waiting for process %d, which is training the same warmup"
                .formatted(ProcessHandle.current().pid()));
    RunSummary stopped;
    FileMutex lock = store.tryLock(key).orElseThrow();
    try (lock) {
      stopped = run(recorder);
    }
    assertThat(stopped.status()).isEqualTo(RunStatus.KILLED);
    assertThat(trained).isEqualTo(90);

    ExperimentRunner runner = injector().getInstance(ExperimentRunner.class);
    runner.shareDensities(store);
    RunSummary resumed =
        runner.resume(LocalRun.at(stopped.location()), new Recorder(), new StopSignal());

    assertThat(trained).isEqualTo(180);
    assertThat(values(resumed)).isEqualTo(values(first));
    assertThat(store.find(key)).as("begun and completed by one process").isPresent();
  }

  @Test
  void aResumedPhaseIsNotCached() throws IOException {
    Recorder stopping = Recorder.stoppingAt("warmup 20/30");
    RunSummary stopped = run(stopping);
    String key = key(stopped);

    ExperimentRunner runner = injector().getInstance(ExperimentRunner.class);
    runner.shareDensities(store);
    runner.resume(LocalRun.at(stopped.location()), new Recorder(), new StopSignal());

    assertThat(trained).isEqualTo(90);
    assertThat(store.find(key)).isEmpty();
  }

  @Test
  void aCacheThatCannotBeWrittenDoesNotFailTheRun() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "in the way");
    store = new ResultCache(file.resolve("densities"), AMPLE);
    Recorder recorder = new Recorder();

    RunSummary summary = run(recorder);

    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(trained).isEqualTo(90);
    assertThat(notices(recorder)).singleElement().asString().contains("is not shared");
  }

  @Test
  void aRunFailsIfTheCachedPhaseCannotBeRecorded() throws IOException {
    run(new Recorder());
    var injector = injector();
    ExperimentRunner runner = injector.getInstance(ExperimentRunner.class);
    runner.shareDensities(store);
    LimitedTracker tracker = new LimitedTracker(new FolderTracker(temp.resolve("mlruns")));
    tracker.metricsFail(
        values ->
            values.containsKey("warmup/count") ? new SpotRunException("the disk is full") : null);
    LoadedExperiment experiment = experiment(injector, temp);

    assertThatThrownBy(() -> runner.start(experiment, tracker, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("the disk is full");
    assertThat(trained).as("nothing after the first run").isEqualTo(90);
  }
}
