package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
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
import org.spotrl.mlflow.format.RunState;
import org.spotrl.policy.PolicyArchive;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of a test method in a test environment. */
class ExperimentRunnerTest {

  private static final List<String> ALL_POINTS =
      List.of(
          "actions/data_abs_mean 25 50 60",
          "actions/data_saturated_share 25 50 60",
          "actions/policy_abs_mean 25 50 60",
          "actions/policy_saturated_share 25 50 60",
          "eval/normalized_score 25 50 60",
          "eval/return_mean 25 50 60",
          "eval/return_std 25 50 60",
          "final/behavior_normalized_score 0",
          "final/normalized_score 0",
          "final/return_mean 0",
          "policy/count 20 40 60",
          "support/log_density_data 25 50 60",
          "support/log_density_difference_se 25 50 60",
          "support/log_density_policy 25 50 60",
          "support/unsupported_share 25 50 60",
          "time/action_us_median 0",
          "time/policy_updates_per_second 20 40 60",
          "time/total_seconds 0",
          "time/total_training_seconds 0",
          "warmup/count 20 30");

  @TempDir private Path temp;
  private final LineWorld world = new LineWorld();
  private final LineData data = new LineData();
  private final CountingAlgorithm algorithm = new CountingAlgorithm();
  private final Map<String, String> variables = new TreeMap<>(Map.of("FAST", "1", "SLOW", ""));
  private FakeClock clock = new FakeClock();
  private ConfigLoader loader;
  private ExperimentRunner runner;

  @BeforeEach
  void wire() {
    var injector =
        Guice.createInjector(
            new AbstractModule() {
              @Override
              protected void configure() {
                install(new LineModule(world, data, algorithm));
                var types =
                    Multibinder.newSetBinder(binder(), new TypeLiteral<ComponentType<?, ?>>() {});
                RewardTransforms.ALL.forEach(type -> types.addBinding().toInstance(type));
                TrajectoryFilters.ALL.forEach(type -> types.addBinding().toInstance(type));
                ExperimentConfig.DEFAULTS
                    .diagnostics()
                    .forEach(each -> types.addBinding().toInstance(each.type()));
                bind(Libraries.class)
                    .toInstance(() -> new LibraryState(Map.of("made", "1.0"), variables));
                bind(ProcessClock.class).toInstance(clock);
              }
            });
    loader = injector.getInstance(ConfigLoader.class);
    runner = injector.getInstance(ExperimentRunner.class);
  }

  @Test
  void aRunTrainsEvaluatesAndSavesAtItsUpdates() throws IOException {
    Recorder recorder = new Recorder();

    RunSummary summary = runner.start(experiment(), recorder, recorder.stop());

    assertThat(recorder.lines())
        .containsExactly(
            "loading 12/12",
            "data line",
            "tracking " + name(experiment()),
            "warmup 20/30",
            "warmup 25/30",
            "warmup 30/30",
            "policy 20/60",
            "policy 25/60",
            "evaluated 25",
            "policy 40/60",
            "policy 50/60",
            "evaluated 50",
            "policy 60/60",
            "evaluated 60");
    RecordedRun run = onlyRun();
    assertThat(steps(run)).isEqualTo(ALL_POINTS);
    // Every 40 updates and at the end of each phase; the number is the sum of both phases.
    assertThat(entries(local(run).checkpoints()))
        .containsExactly("best-000000025", "step-000000070", "step-000000090");
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(summary.runName()).isEqualTo(name(experiment()));
    assertThat(summary.policyUpdates()).isEqualTo(60);
    assertThat(summary.evaluation().orElseThrow().meanReturn())
        .isEqualTo(last(run, "final/return_mean"));
    assertThat(world.open()).isZero();
  }

  @Test
  void withoutEpisodesARunNeedsNoEnvironmentAndStillStoresItsPolicy() {
    LoadedExperiment experiment =
        experiment("dataset.environment=elsewhere", "evaluation.episodes=0");
    Recorder recorder = new Recorder();

    RunSummary summary = runner.start(experiment, recorder, recorder.stop());

    RecordedRun run = onlyRun();
    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(summary.evaluation()).isEmpty();
    assertThat(recorder.lines()).noneMatch(line -> line.startsWith("evaluated"));
    assertThat(steps(run))
        .as("diagnostics are recorded, scores are not")
        .isEqualTo(
            ALL_POINTS.stream()
                .filter(points -> !points.matches("eval/.*|final/(normalized_score|return_mean).*"))
                .toList());
    assertThat(PolicyArchive.read(local(run).policy()).snapshot().shape().actionDim()).isOne();
  }

  @Test
  void anEnvironmentThatIsNotThereIsNeededForEvaluation() {
    Recorder recorder = new Recorder();

    assertThatThrownBy(
            () ->
                runner.start(
                    experiment("dataset.environment=elsewhere"), recorder, recorder.stop()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("unknown environment 'elsewhere'")
        .hasMessageContaining("set evaluation.episodes to 0");
  }

  @Test
  void aRunRecordsItsProvenance() throws IOException {
    start();

    RecordedRun run = onlyRun();
    assertThat(entries(run.artifacts().resolve("config")))
        .containsExactly("experiment.yaml", "fingerprint.txt", "origins.txt", "provenance.json");
    assertThat(run.artifacts().resolve("config/origins.txt"))
        .content()
        .contains("algorithm.warmup <- default", "seed <- ", "experiment.yaml:1:");
    assertThat(run.artifacts().resolve("config/provenance.json"))
        .content()
        .contains("\"made\" : \"1.0\"", "\"FAST\" : \"1\"");
    assertThat(run.artifacts().resolve("config/fingerprint.txt"))
        .hasContent(
            "config %s%nseed 4%ndataset %s%nvariable FAST=1%nvariable SLOW=%n"
                .formatted(experiment().hash(), LineWorld.data(0).transitions().digest()));
    assertThat(run.tags())
        .containsEntry("algorithm", "counting")
        .containsEntry("dataset", "line")
        .containsEntry("environment", LineWorld.ID)
        .containsEntry("seed", "4")
        .containsEntry("method", "counting")
        .containsEntry("configuration", experiment().hash().substring(0, 12))
        .containsEntry("study", "runner-test");
  }

  @Test
  void theDefiningSettingsAreTheParameters() {
    Recorder recorder = new Recorder();
    runner.start(experiment("tags.algorithm=quick"), recorder, recorder.stop());

    assertThat(onlyRun().parameters())
        .containsEntry("evaluation.every_updates", "25")
        .containsEntry("seed", "4")
        .containsEntry("tags.algorithm", "quick")
        .containsKeys("algorithm.type", "dataset.type", "rewards.type", "normalize_observations")
        .doesNotContainKeys(
            "experiment", "name", "description", "evaluation.threads", "checkpoint.every_updates")
        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("tracking."));
  }

  @Test
  void theFinalPolicyIsStoredWithTheRunAndAsAModel() throws IOException {
    start();

    RecordedRun run = onlyRun();
    PolicyArchive archive = PolicyArchive.read(local(run).policy());
    // The weight of the policy after 30 and 60 updates.
    assertThat(archive.snapshot().weights().floats("actor/0/kernel", 1)).containsExactly(61 / 130f);
    assertThat(archive.normalizer().mean()).containsExactly(5.5f);
    Path models = run.folder().resolveSibling("models");
    assertThat(entries(models)).hasSize(1);
    assertThat(models.resolve(entries(models).get(0)).resolve("artifacts/policy.safetensors"))
        .hasSameBinaryContentAs(local(run).policy().resolve("policy.safetensors"));
  }

  @Test
  void theBestPolicyIsKept() throws IOException {
    algorithm.weigh(updates -> updates == 50 ? -0.9 : -0.1);

    RunSummary summary = start();

    RecordedRun run = onlyRun();
    assertThat(entries(local(run).checkpoints()))
        .containsExactly("best-000000050", "step-000000070", "step-000000090");
    Path best = local(run).bestPolicy();
    assertThat(best.getFileName()).hasToString("best-000000050");
    assertThat(entries(best))
        .containsExactly("MLmodel", "best.json", "policy.json", "policy.safetensors");
    assertThat(PolicyArchive.read(best).snapshot().weights().floats("actor/0/kernel", 1))
        .containsExactly(-0.9f);
    List<MetricPoint> scores = run.history("eval/normalized_score");
    assertThat(best.resolve("best.json"))
        .content()
        .contains("\"updates\" : 50,", "\"normalized_score\" : " + scores.get(1).value());
    assertThat(last(run, "final/normalized_score"))
        .as("what tables report")
        .isEqualTo(scores.get(2).value())
        .isEqualTo(summary.evaluation().orElseThrow().normalizedScore());
    assertThat(run.tags())
        .containsEntry("mlflow.latest_checkpoint_artifact", "checkpoints/step-000000090")
        .containsEntry("spot.best_checkpoint_artifact", "checkpoints/best-000000050");
  }

  @Test
  void theFirstOfEqualScoresIsTheBest() throws IOException {
    algorithm.weigh(updates -> 0.5);

    start();

    assertThat(entries(local(onlyRun()).checkpoints())).contains("best-000000025");
  }

  @Test
  void theBestPolicyOfTheLastCheckpointIsKeptUntilTheNextOne() throws IOException {
    algorithm.weigh(updates -> updates == 50 ? -0.9 : -0.1);
    algorithm.divergeAt(55);

    assertThatThrownBy(ExperimentRunnerTest.this::start).isInstanceOf(SpotRunException.class);

    // The checkpoint after 40 updates refers to the first one.
    RecordedRun run = onlyRun();
    assertThat(entries(local(run).checkpoints()))
        .contains("best-000000025", "best-000000050", "step-000000070");
    assertThat(run.tags())
        .containsEntry("spot.best_checkpoint_artifact", "checkpoints/best-000000025")
        .containsEntry("spot.failure", "training diverged at update 55");

    // This time there is no better score, so only the first policy is left.
    algorithm.divergeAt(0);
    algorithm.weigh(updates -> -0.1);
    runner.resume(local(run), new Recorder(), new StopSignal());

    assertThat(entries(local(run).checkpoints())).contains("best-000000025");
    assertThat(entries(local(run).checkpoints())).doesNotContain("best-000000050");
    assertThat(onlyRun().tags())
        .containsEntry("mlflow.latest_checkpoint_artifact", "checkpoints/step-000000090")
        .containsEntry("spot.failure", "")
        .containsEntry("spot.best_checkpoint_artifact", "checkpoints/best-000000025");
  }

  @Test
  void aResumedRunKeepsTheBestScore() throws IOException {
    algorithm.weigh(updates -> updates == 25 ? -0.9 : -0.1);
    LocalRun run = stopped();

    runner.resume(run, new Recorder(), new StopSignal());

    assertThat(entries(run.checkpoints())).contains("best-000000025");
    assertThat(entries(run.checkpoints())).doesNotContain("best-000000060");
  }

  @Test
  void aResumedRunTagsItsCheckpointAgain() throws IOException {
    LocalRun run = stopped();
    // As after a kill between saving and tagging.
    Path tags = onlyRun().folder().resolve("tags");
    Files.writeString(tags.resolve("mlflow.latest_checkpoint_artifact"), "checkpoints/older");
    Files.delete(tags.resolve("spot.best_checkpoint_artifact"));
    algorithm.divergeAt(55);

    assertThatThrownBy(() -> runner.resume(run, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class);

    assertThat(onlyRun().tags())
        .containsEntry("mlflow.latest_checkpoint_artifact", "checkpoints/step-000000080")
        .containsEntry("spot.best_checkpoint_artifact", "checkpoints/best-000000025");
  }

  @Test
  void withoutKeepBestThereIsNoBestPolicy() throws IOException {
    runner.start(experiment("checkpoint.keep_best=false"), new Recorder(), new StopSignal());

    RecordedRun run = onlyRun();
    assertThat(entries(local(run).checkpoints()))
        .containsExactly("step-000000070", "step-000000090");
    assertThat(run.tags())
        .containsEntry("mlflow.latest_checkpoint_artifact", "checkpoints/step-000000090")
        .doesNotContainKey("spot.best_checkpoint_artifact");
    assertThatThrownBy(() -> local(run).bestPolicy())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no best policy in")
        .hasMessageContaining("checkpoint.keep_best");
  }

  @Test
  void aStoppedRunResumesToTheSameEnd() throws IOException {
    RunSummary whole = start();
    Recorder stopping = Recorder.stoppingAt("policy 50/60");
    RunSummary stopped = runner.start(experiment(), stopping, stopping.stop());
    LocalRun run = LocalRun.at(stopped.location());
    assertThat(stopped.status()).isEqualTo(RunStatus.KILLED);
    assertThat(stopped.policyUpdates()).isEqualTo(50);
    assertThat(stopped.evaluation()).as("the evaluation that was due at the stop").isPresent();
    assertThat(recorded(stopped).state()).isEqualTo(RunState.KILLED);
    assertThat(entries(run.checkpoints()))
        .containsExactly("best-000000025", "step-000000070", "step-000000080");

    Recorder resuming = new Recorder();
    RunSummary resumed = runner.resume(run, resuming, resuming.stop());

    assertThat(resuming.lines())
        .containsSubsequence("tracking " + name(experiment()), "resumed 80", "policy 60/60");
    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(steps(recorded(resumed))).isEqualTo(ALL_POINTS);
    assertThat(values(recorded(resumed))).isEqualTo(values(recorded(whole)));
    assertThat(run.policy().resolve("policy.safetensors"))
        .hasSameBinaryContentAs(local(recorded(whole)).policy().resolve("policy.safetensors"));
  }

  @Test
  void picturesOfEpisodesChangeNoNumber() throws IOException {
    RunSummary drawn = start();
    Recorder recorder = new Recorder();
    RunSummary plain =
        runner.start(
            experiment("diagnostics=[support, episodes, pictures]"), recorder, recorder.stop());

    RecordedRun run = recorded(drawn);
    assertThat(entries(run.artifacts().resolve("images")))
        .extracting(name -> name.replaceFirst("\\+timestamp.*", ""))
        .containsOnly("eval~rollouts+step+25", "eval~rollouts+step+50", "eval~rollouts+step+60");
    assertThat(recorded(plain).artifacts().resolve("images")).doesNotExist();
    assertThat(values(run)).isEqualTo(values(recorded(plain)));
    assertThat(local(run).policy().resolve("policy.safetensors"))
        .hasSameBinaryContentAs(local(recorded(plain)).policy().resolve("policy.safetensors"));
    assertThat(run.tags().get("configuration"))
        .isEqualTo(recorded(plain).tags().get("configuration"));
  }

  /** The first evaluation has the best score, so the stop comes after its policy was saved. */
  @ParameterizedTest
  @CsvSource({
    "eval/return_mean, 1",
    "support/log_density_data, 1",
    "eval/return_mean, 3",
    "support/log_density_data, 3"
  })
  void aStoppedEvaluationIsRepeated(String metric, int time) throws IOException {
    RunSummary whole = start();
    StopSignal stop = new StopSignal();
    LimitedTracker tracker = tracker();
    AtomicInteger times = new AtomicInteger();
    tracker.metricsFail(
        values -> {
          if (values.containsKey(metric) && times.incrementAndGet() == time) {
            stop.request();
          }
          return null;
        });

    RunSummary stopped = runner.start(experiment(), tracker, new Recorder(), stop);

    assertThat(stopped.status()).isEqualTo(RunStatus.KILLED);
    assertThat(times).as("nothing is recorded after the stop").hasValue(time);
    RunSummary resumed =
        runner.resume(LocalRun.at(stopped.location()), new Recorder(), new StopSignal());
    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(steps(recorded(resumed))).isEqualTo(ALL_POINTS);
    assertThat(values(recorded(resumed))).isEqualTo(values(recorded(whole)));
    assertThat(entries(local(recorded(resumed)).checkpoints()))
        .isEqualTo(entries(local(recorded(whole)).checkpoints()));
  }

  @Test
  void noEvaluationBeginsAfterAStop() {
    Recorder stopping = Recorder.stoppingAt("policy 25/60");
    RunSummary stopped = runner.start(experiment(), stopping, stopping.stop());
    assertThat(stopping.lines()).endsWith("policy 25/60");

    Recorder resuming = new Recorder();
    RunSummary resumed = runner.resume(LocalRun.at(stopped.location()), resuming, resuming.stop());

    assertThat(resuming.lines()).containsSubsequence("resumed 55", "evaluated 25", "policy 40/60");
    assertThat(steps(recorded(resumed))).isEqualTo(ALL_POINTS);
  }

  @Test
  void aStopBetweenTwoPhasesLosesNothing() {
    Recorder stopping = Recorder.stoppingAt("warmup 30/30");
    RunSummary stopped = runner.start(experiment(), stopping, stopping.stop());
    assertThat(stopping.lines()).endsWith("warmup 30/30");

    Recorder resuming = new Recorder();
    runner.resume(LocalRun.at(stopped.location()), resuming, resuming.stop());

    assertThat(resuming.lines()).containsSubsequence("resumed 30", "policy 20/60");
    assertThat(steps(onlyRun())).isEqualTo(ALL_POINTS);
  }

  @Test
  void aRunStoppedTwiceDuringOneEvaluationEndsTheSame() {
    RunSummary whole = start();
    Recorder first = Recorder.stoppingAt("policy 60/60");
    RunSummary stopped = runner.start(experiment(), first, first.stop());
    Recorder second = Recorder.stoppingAt("resumed 90");
    LocalRun run = LocalRun.at(stopped.location());
    assertThat(runner.resume(run, second, second.stop()).status()).isEqualTo(RunStatus.KILLED);

    RunSummary resumed = runner.resume(run, new Recorder(), new StopSignal());

    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(steps(recorded(resumed))).isEqualTo(ALL_POINTS);
    assertThat(values(recorded(resumed))).isEqualTo(values(recorded(whole)));
  }

  @Test
  void aRunStoppedBeforeItTrainsSavesAndBeginsAgain() {
    Recorder recorder = Recorder.stoppingAt("tracking " + name(experiment()));

    RunSummary summary = runner.start(experiment(), recorder, recorder.stop());

    assertThat(summary.status()).isEqualTo(RunStatus.KILLED);
    assertThat(recorder.lines()).endsWith("tracking " + name(experiment()));
    LocalRun run = LocalRun.at(summary.location());
    runner.resume(run, new Recorder(), new StopSignal());
    assertThat(steps(onlyRun())).isEqualTo(ALL_POINTS);
  }

  @Test
  void aStopWhileLoadingTheDataLeavesNoRun() {
    StopSignal stop = new StopSignal();
    data.whenLoading(stop::request);
    Recorder recorder = new Recorder();

    assertThatThrownBy(() -> runner.start(experiment(), recorder, stop))
        .isInstanceOf(SpotStoppedException.class);

    assertThat(recorder.lines()).as("the source's report ends it").isEmpty();
    assertThat(stop.request()).isEqualTo(StopSignal.Outcome.NOTHING_TO_SAVE);
    assertThat(new FolderRuns(temp.resolve("mlruns")).runs()).isEmpty();
  }

  @Test
  void aStopAfterLoadingTheDataLeavesNoRun() {
    Recorder recorder = Recorder.stoppingAt("data line");

    assertThatThrownBy(() -> runner.start(experiment(), recorder, recorder.stop()))
        .isInstanceOf(SpotStoppedException.class);

    assertThat(new FolderRuns(temp.resolve("mlruns")).runs()).isEmpty();
  }

  @Test
  void aDivergingLearnerFailsTheRunAndLosesNothing() throws IOException {
    algorithm.divergeAt(45);

    SpotRunException failure =
        catchThrowableOfType(SpotRunException.class, ExperimentRunnerTest.this::start);

    RecordedRun run = onlyRun();
    assertThat(failure)
        .hasMessage(
            "training diverged at update 45\n"
                + "what is recorded is kept. Remove the cause, then resume from the checkpoint"
                + " after 70 updates with: spot resume %s",
            run.folder());
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(entries(local(run).checkpoints())).contains("step-000000070");

    algorithm.divergeAt(0);
    Recorder recorder = new Recorder();
    runner.resume(local(run), recorder, recorder.stop());

    assertThat(recorder.lines()).contains("resumed 70");
    assertThat(onlyRun().state()).isEqualTo(RunState.FINISHED);
    assertThat(steps(onlyRun())).isEqualTo(ALL_POINTS);
  }

  @Test
  void aRunThatFailsBeforeItsFirstCheckpointBeginsAgain() {
    algorithm.divergeAt(1);
    LoadedExperiment experiment = experiment("algorithm.warmup=0");
    assertThatThrownBy(() -> runner.start(experiment, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("it has no checkpoint yet")
        .hasMessageEndingWith("start it again with: spot resume " + onlyRun().folder());

    algorithm.divergeAt(0);
    Recorder recorder = new Recorder();
    RunSummary summary = runner.resume(local(onlyRun()), recorder, recorder.stop());

    assertThat(recorder.lines()).noneMatch(line -> line.startsWith("resumed"));
    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void aRecordingFailureHasTheResumeCommand() {
    SpotRunException full = new SpotRunException("no space left");
    SpotRunException still = new SpotRunException("still no space left");
    LimitedTracker tracker = tracker();
    tracker.metricsFail(values -> values.containsKey("policy/count") ? full : null);
    tracker.finishFails(still);

    assertThatThrownBy(() -> runner.start(experiment(), tracker, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class)
        .hasMessage(
            "no space left\nwhat is recorded is kept. Remove the cause, then resume from the"
                + " checkpoint after 30 updates with: spot resume %s",
            onlyRun().folder())
        .cause()
        .isSameAs(full)
        .hasSuppressedException(still);

    RunSummary resumed = runner.resume(local(onlyRun()), new Recorder(), new StopSignal());
    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void aFailureAtTheEndHasTheResumeCommand() {
    LimitedTracker tracker = tracker();
    tracker.finishFails(new SpotRunException("no space left"));

    assertThatThrownBy(() -> runner.start(experiment(), tracker, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class)
        .hasMessageStartingWith("no space left\nwhat is recorded is kept")
        .hasMessageEndingWith("after 90 updates with: spot resume " + onlyRun().folder());

    RunSummary resumed = runner.resume(local(onlyRun()), new Recorder(), new StopSignal());
    assertThat(resumed.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(steps(onlyRun())).isEqualTo(ALL_POINTS);
  }

  @Test
  void aFailureOfTheSystemMetricsDoesNotEndTheRun() {
    CountDownLatch told = new CountDownLatch(1);
    LimitedTracker tracker = tracker();
    tracker.metricsFail(
        values ->
            values.keySet().stream().anyMatch(name -> name.startsWith("system/system_memory"))
                ? new SpotRunException("no space left")
                : null);
    Recorder recorder =
        new Recorder() {
          @Override
          public void notice(String line) {
            super.notice(line);
            told.countDown();
          }
        };
    algorithm.whenTraining(count -> await(told));

    RunSummary summary =
        runner.start(
            experiment("tracking.system_metrics_seconds=3600"),
            tracker,
            recorder,
            new StopSignal());

    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(recorder.lines())
        .filteredOn(line -> line.startsWith("notice"))
        .singleElement()
        .asString()
        .contains("system metrics end here: no space left")
        .endsWith("if the run ends, resume it with: spot resume " + onlyRun().folder());
  }

  @Test
  void anUnexpectedFailureIsOneLineAndAStackTraceFile() {
    IllegalStateException fault = new IllegalStateException("a fault");
    LimitedTracker tracker = tracker();
    tracker.metricsFail(values -> values.containsKey("policy/count") ? fault : null);
    Recorder recorder = new Recorder();

    assertThatThrownBy(() -> runner.start(experiment(), tracker, recorder, new StopSignal()))
        .isInstanceOf(SpotRunException.class)
        .hasMessageStartingWith("the run failed with IllegalStateException: a fault; the stack")
        .hasMessageContaining("spot resume " + onlyRun().folder());

    assertThat(onlyRun().artifacts().resolve("error.txt"))
        .content()
        .startsWith("java.lang.IllegalStateException: a fault")
        .contains("at org.spotrl.experiments.run.");
    assertThat(onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aJavaErrorFailsTheRun() {
    algorithm.whenTraining(
        count -> {
          throw new OutOfMemoryError("Java heap space");
        });

    assertThatThrownBy(this::start)
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("OutOfMemoryError: Java heap space (SPOT_JAVA_OPTS=-Xmx16g");
    assertThat(onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aDivergedRunGetsAdviceOnItsSettings() {
    algorithm.whenTraining(
        count -> {
          throw new SpotDivergenceException("training diverged: loss is NaN at update 7");
        });

    assertThatThrownBy(this::start)
        .isInstanceOf(SpotRunException.class)
        .hasMessageStartingWith(
            "training diverged: loss is NaN at update 7\nno checkpoint was saved before")
        .hasMessageContaining("\nthe same settings and seed diverge again")
        .hasMessageContaining("rewards of a smaller scale: rewards (is identity)")
        .hasMessageNotContaining("resume");
    assertThat(onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aMetricThatIsNoNumberEndsARunOfAnyMethodWhichContinuesWithOtherSettings() {
    algorithm.measure(updates -> updates > 40 ? Double.NaN : updates);
    LoadedExperiment experiment = experiment("evaluation.every_updates=40");

    SpotRunException failure =
        catchThrowableOfType(
            SpotRunException.class,
            () -> runner.start(experiment, new Recorder(), new StopSignal()));

    RecordedRun run = onlyRun();
    double score = last(run, "eval/normalized_score");
    assertThat(failure)
        .hasMessageStartingWith(
            """
            training diverged: policy/count is NaN at update 60 of phase policy
            the last checkpoint before is %s, after {policy=40, warmup=30} updates, normalized_score %.1f
            to continue from it with other settings: spot run --from %s --set SETTING=VALUE
            the same settings and seed diverge again"""
                .formatted(
                    local(run).checkpoints().resolve("step-000000070"), score, run.folder()));
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    assertThat(run.tags())
        .containsEntry(
            "spot.failure", "training diverged: policy/count is NaN at update 60 of phase policy")
        .containsEntry("mlflow.latest_checkpoint_artifact", "checkpoints/step-000000070");
    assertThat(run.history("policy/count")).extracting(MetricPoint::step).containsExactly(20L, 40L);
    algorithm.measure(updates -> updates);
    RunSummary continued = runner.fork(experiment, local(run), new Recorder(), new StopSignal());
    assertThat(continued.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(recorded(continued).tags()).doesNotContainKey("spot.failure");
  }

  @Test
  void aStateThatIsNoNumberIsNeverACheckpoint() throws IOException {
    algorithm.keep(updates -> updates < 60 ? updates : Double.POSITIVE_INFINITY);

    assertThatThrownBy(this::start)
        .hasMessageStartingWith(
            "training diverged: a number of 'weight' is Infinity at the checkpoint after"
                + " {warmup=30, policy=60} updates, which is not saved\nthe last checkpoint before")
        .hasMessageContaining(
            "step-000000070, after {policy=40, warmup=30} updates, not evaluated");
    assertThat(entries(local(onlyRun()).checkpoints()))
        .contains("step-000000070")
        .doesNotContain("step-000000090");
    assertThat(onlyRun().state()).isEqualTo(RunState.FAILED);
  }

  @Test
  void aLongerForkHasTheBitsOfARunFromTheStart() throws IOException {
    LocalRun parent = LocalRun.at(start().location());
    RunSummary whole =
        runner.start(experiment("algorithm.updates=100"), new Recorder(), new StopSignal());
    Recorder recorder = new Recorder();

    RunSummary longer =
        runner.fork(experiment("algorithm.updates=100"), parent, recorder, recorder.stop());

    assertThat(longer.status()).isEqualTo(RunStatus.FINISHED);
    RecordedRun run = recorded(longer);
    assertThat(local(run).policy().resolve("policy.safetensors"))
        .hasSameBinaryContentAs(local(recorded(whole)).policy().resolve("policy.safetensors"));
    assertThat(run.history("eval/normalized_score"))
        .extracting(MetricPoint::step)
        .containsExactly(75L, 100L);
    assertThat(last(run, "eval/normalized_score"))
        .isEqualTo(last(recorded(whole), "eval/normalized_score"));
    assertThat(longer.identity()).isEqualTo(whole.identity());
    assertThat(run.tags())
        .containsEntry("spot.parent_run", parent.id())
        .containsEntry("spot.parent_checkpoint", "step-000000090")
        .doesNotContainKey("mlflow.parentRunId");
    assertThat(run.artifacts().resolve("config/parent.txt"))
        .content()
        .contains("run " + parent.id(), "updates.policy 60", "exact true");
    assertThat(recorder.lines())
        .anyMatch(line -> line.contains("the same bits as training from the start"));
  }

  @Test
  void aForkThatIsStoppedAndResumedEndsTheSame() throws IOException {
    LocalRun parent = LocalRun.at(start().location());
    Recorder stopping = Recorder.stoppingAt("policy 75/100");
    RunSummary stopped =
        runner.fork(experiment("algorithm.updates=100"), parent, stopping, stopping.stop());
    LocalRun fork = LocalRun.at(stopped.location());

    RunSummary resumed = runner.resume(fork, new Recorder(), new StopSignal());

    assertThat(resumed.identity()).isEqualTo(stopped.identity());
    assertThat(PolicyArchive.read(fork.policy()).snapshot().weights().floats("actor/0/kernel", 1))
        .containsExactly(101 / 130f);
    assertThat(recorded(resumed).history("policy/count"))
        .extracting(MetricPoint::step)
        .containsExactly(80L, 100L);
  }

  @Test
  void aForkCanBeResumedImmediately() throws IOException {
    LocalRun parent = LocalRun.at(start().location());
    algorithm.whenTraining(
        count -> {
          throw new SpotRunException("killed");
        });
    assertThatThrownBy(
            () ->
                runner.fork(
                    experiment("algorithm.updates=100"), parent, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class);
    algorithm.whenTraining(count -> {});
    LocalRun fork = local(new FolderRuns(temp.resolve("mlruns")).runs().get(0));
    assertThat(fork.id()).isNotEqualTo(parent.id());
    assertThat(entries(fork.checkpoints())).containsExactly("step-000000090");

    Recorder resuming = new Recorder();
    runner.resume(fork, resuming, resuming.stop());
    assertThat(resuming.lines()).contains("resumed 90");
  }

  @Test
  void aForkWithoutItsCheckpointsIsNotTrainedFromTheStart() throws IOException {
    LocalRun parent = LocalRun.at(start().location());
    Recorder stopping = Recorder.stoppingAt("policy 75/100");
    RunSummary stopped =
        runner.fork(experiment("algorithm.updates=100"), parent, stopping, stopping.stop());
    LocalRun fork = LocalRun.at(stopped.location());
    AtomicFiles.deleteTree(fork.checkpoints());

    assertNotResumed(
        fork, "started from a checkpoint of run " + parent.id() + ", but its checkpoints");
  }

  @Test
  void aForkWithOtherSettingsHasItsOwnConfiguration() throws IOException {
    LocalRun parent = LocalRun.at(start().location());
    LoadedExperiment changed = experiment("algorithm.updates=100", "rewards.type=sparse-to-cost");
    RunSummary scratch = runner.start(changed, new Recorder(), new StopSignal());

    RunSummary fork = runner.fork(changed, parent, new Recorder(), new StopSignal());

    assertThat(fork.identity().configuration())
        .isNotEqualTo(scratch.identity().configuration())
        .isNotEqualTo(recorded(parent.id()).tags().get("configuration"));
    assertThat(fork.identity().method())
        .matches("counting-sparse-to-cost-[0-9a-f]{6}-from-[0-9a-f]{6}");
    assertThat(fork.runName()).contains("-from-").endsWith("-s4");
    assertThat(fork.runName()).isNotEqualTo(scratch.runName());
    assertThat(recorded(fork).artifacts().resolve("config/parent.txt"))
        .content()
        .contains("exact false");
  }

  @Test
  void aForkWithALongerEarlierPhaseIsNotExact() {
    LocalRun parent = LocalRun.at(start().location());

    RunSummary fork =
        runner.fork(
            experiment("algorithm.updates=100", "algorithm.warmup=40"),
            parent,
            new Recorder(),
            new StopSignal());

    assertThat(fork.identity().method()).contains("-from-");
  }

  @Test
  void aForkThatIsImpossibleIsRefusedBeforeItIsRecorded() throws IOException {
    LocalRun parent = LocalRun.at(start().location());

    assertNotForked(
        parent,
        experiment(),
        "nothing is left to train: run "
            + parent.id()
            + " has done 30 of 30 updates of phase"
            + " warmup, 60 of 60 updates of phase policy; set more, for example --set"
            + " algorithm.updates=120");
    assertNotForked(
        parent,
        experiment("algorithm.updates=1"),
        "cannot be continued with these settings: the saved state does not fit. Settings that"
            + " differ from that run: algorithm.updates 1 (was 60)");
    AtomicFiles.deleteTree(parent.checkpoints());
    assertNotForked(parent, experiment("algorithm.updates=100"), "checkpoint.keep_final: true");
  }

  private void assertNotForked(LocalRun parent, LoadedExperiment experiment, String reason) {
    assertThatThrownBy(() -> runner.fork(experiment, parent, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason);
    assertThat(onlyRun().id()).isEqualTo(parent.id());
  }

  @Test
  void aChangedConfigurationIsNotResumed() throws IOException {
    LocalRun run = stopped();
    replace(run.config(), "updates: 60", "updates: 61");

    assertNotResumed(run, run.config() + " has changed since the run began; restore it");
  }

  @Test
  void aChangedSeedIsNotResumed() throws IOException {
    LocalRun run = stopped();
    replace(run.config(), "seed: 4", "seed: 5");

    assertNotResumed(run, "has changed since the run began (its seed was 4); restore it");
  }

  @Test
  void aRunIsNotResumedWithOtherEnvironmentVariables() {
    LocalRun run = stopped();
    variables.put("FAST", "");
    variables.put("SLOW", "2");

    assertNotResumed(
        run,
        "run "
            + run.id()
            + " would not resume with the same bits, because they depend on the environment variable"
            + " FAST, which was '1' and is not set, and on SLOW, which was not set and is '2'."
            + " Restore its value, or start a new run");

    variables.putAll(Map.of("FAST", "1", "SLOW", ""));
    assertThat(runner.resume(run, new Recorder(), new StopSignal()).status())
        .isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void aRunWithoutRecordedVariablesIsResumed() throws IOException {
    LocalRun run = stopped();
    Path file = run.artifacts().resolve(RunFingerprint.FILE);
    Files.write(file, Files.readAllLines(file).subList(0, 3));
    variables.put("FAST", "");

    assertThat(runner.resume(run, new Recorder(), new StopSignal()).status())
        .isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void aChangedDataSetIsNotResumed() throws IOException {
    LocalRun run = stopped();
    data.drift(1);
    wire();

    assertNotResumed(
        run,
        "its SHA-256 was %s and is %s"
            .formatted(
                LineWorld.data(0).transitions().digest(),
                LineWorld.data(1).transitions().digest()));
  }

  @Test
  void aRunWithoutItsFingerprintIsNotResumed() throws IOException {
    LocalRun run = stopped();
    Path file = run.artifacts().resolve("config/fingerprint.txt");
    replace(file, "seed", "sead");
    assertNotResumed(run, "cannot be read ('sead 4' instead of 'seed ...')");

    Files.delete(file);
    assertNotResumed(run, "fingerprint.txt cannot be read");
  }

  @Test
  void aCheckpointOfAnotherRunIsNotResumed() throws IOException {
    LocalRun run = stopped();
    LocalRun other = stopped();
    CheckpointFolder store = new CheckpointFolder(run.checkpoints(), 1);
    store.save(new CheckpointFolder(other.checkpoints(), 1).latest().orElseThrow());

    assertNotResumed(run, "are from another run (" + other.id() + ")");
  }

  @Test
  void aRunInProgressIsNotResumed() {
    LocalRun run = stopped();
    FileMutex lock = run.lock();

    assertNotResumed(run, "another process is training run");

    lock.close();
    assertThat(runner.resume(run, new Recorder(), new StopSignal()).status())
        .isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void aFinishedRunKeepsItsPoliciesAndDropsItsCheckpoints() throws IOException {
    algorithm.weigh(updates -> updates == 50 ? -0.9 : -0.1);

    runner.start(experiment("checkpoint.keep_final=false"), new Recorder(), new StopSignal());

    RecordedRun run = onlyRun();
    assertThat(run.state()).isEqualTo(RunState.FINISHED);
    assertThat(entries(local(run).checkpoints())).containsExactly("best-000000050");
    assertThat(run.artifacts().resolve(LocalRun.POLICY_WEIGHTS)).isNotEmptyFile();
    assertThat(run.tags())
        .containsEntry("mlflow.latest_checkpoint_artifact", "policy")
        .containsEntry("spot.best_checkpoint_artifact", "checkpoints/best-000000050");
    assertNotResumed(local(run), "is finished; there is nothing to resume");
  }

  @Test
  void ifTheEndCannotBeRecordedTheCheckpointsAreKept() throws IOException {
    LimitedTracker tracker = tracker();
    tracker.finishFails(new SpotRunException("no space left"));
    LoadedExperiment experiment = experiment("checkpoint.keep_final=false");

    assertThatThrownBy(() -> runner.start(experiment, tracker, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotRunException.class);

    assertThat(entries(local(onlyRun()).checkpoints()))
        .contains("step-000000070", "step-000000090");
    runner.resume(local(onlyRun()), new Recorder(), new StopSignal());
    assertThat(entries(local(onlyRun()).checkpoints()))
        .hasSize(1)
        .first()
        .asString()
        .contains("best");
    assertThat(steps(onlyRun())).isEqualTo(ALL_POINTS);
  }

  @Test
  void aStoppedRunKeepsItsCheckpoints() throws IOException {
    Recorder recorder = Recorder.stoppingAt("policy 50/60");

    runner.start(experiment("checkpoint.keep_final=false"), recorder, recorder.stop());

    assertThat(entries(local(onlyRun()).checkpoints()))
        .contains("step-000000070", "step-000000080");
  }

  @Test
  void aFinishedRunIsNotResumed() {
    start();

    assertNotResumed(local(onlyRun()), "is finished; there is nothing to resume");
  }

  @Test
  void theTimesOfARunAreRecordedByActivity() throws IOException {
    clock.pass(2, 3);
    data.whenLoading(() -> clock.pass(7, 5));
    algorithm.whenTraining(count -> clock.pass(0.5 * count, 0.75 * count));

    RunSummary summary = start();

    RecordedRun run = onlyRun();
    assertThat(cost(run, "time/total_startup_seconds")).isEqualTo(2.0);
    assertThat(cost(run, "time/total_data_seconds")).isEqualTo(7.0);
    assertThat(cost(run, "time/warmup_seconds")).isEqualTo(15.0);
    assertThat(cost(run, "time/policy_seconds")).isEqualTo(30.0);
    assertThat(cost(run, "time/policy_cpu_seconds")).isEqualTo(45.0);
    assertThat(cost(run, "system/peak_java_heap_megabytes")).isPositive();
    assertThat(cost(run, "time/action_us_p95")).isPositive();
    assertThat(cost(run, "time/policy_updates_per_second_overall")).isEqualTo(2.0);
    assertThat(last(run, "time/total_training_seconds")).isEqualTo(45.0);
    assertThat(cost(run, "time/total_training_cpu_seconds")).isEqualTo(67.5);
    assertThat(last(run, "time/total_seconds")).isEqualTo(54.0);
    assertThat(cost(run, "time/total_cpu_seconds")).isEqualTo(75.5);
    assertThat(summary.seconds()).isEqualTo(54.0);
    assertThat(summary.updatesPerSecond()).isEqualTo(2.0);
  }

  @Test
  void theSecondRunOfAProcessHasOnlyItsOwnTime() throws IOException {
    clock.pass(2, 3);
    data.whenLoading(() -> clock.pass(7, 5));
    algorithm.whenTraining(count -> clock.pass(0.5 * count, 0.75 * count));
    start();

    RunSummary second = start();

    RecordedRun run = recorded(second);
    assertThat(cost(run, "time/total_startup_seconds")).isZero();
    assertThat(cost(run, "time/total_data_seconds")).as("loaded by the first").isZero();
    assertThat(last(run, "time/total_seconds")).isEqualTo(45.0);
    assertThat(cost(run, "time/total_cpu_seconds")).isEqualTo(67.5);
  }

  @Test
  void timesAndPeaksContinueAfterAResume() throws IOException {
    data.whenLoading(() -> clock.pass(7, 5));
    algorithm.whenTraining(count -> clock.pass(0.5 * count, 0.75 * count));
    LocalRun run = stopped();
    assertThat(run.checkpoints().resolve("step-000000080/manifest.json"))
        .content()
        .contains("\"phase.policy.seconds\" : 25.0", "\"total.cpu_seconds\" : 65.0");
    clock = new FakeClock();
    wire();

    runner.resume(run, new Recorder(), new StopSignal());

    RecordedRun resumed = onlyRun();
    assertThat(cost(resumed, "time/policy_seconds")).isEqualTo(30.0);
    assertThat(cost(resumed, "time/policy_cpu_seconds")).isEqualTo(45.0);
    assertThat(cost(resumed, "time/policy_updates_per_second_overall")).isEqualTo(2.0);
    assertThat(last(resumed, "time/total_training_seconds")).isEqualTo(45.0);
    assertThat(cost(resumed, "time/total_data_seconds")).isEqualTo(14.0);
    assertThat(cost(resumed, "time/total_cpu_seconds")).isEqualTo(77.5);
  }

  @Test
  void theTimeOfEarlierProcessesCounts() {
    LocalRun run = stopped();
    CheckpointFolder store = new CheckpointFolder(run.checkpoints(), 1);
    Checkpoint saved = store.latest().orElseThrow();
    assertThat(saved.elapsedMillis()).isBetween(0L, 60_000L);
    long hour = 3_600_000;
    store.save(
        new Checkpoint(
            saved.configHash(),
            saved.runId(),
            saved.savedAtMillis(),
            hour,
            saved.progress(),
            saved.measures(),
            saved.state()));

    RunSummary summary = runner.resume(run, new Recorder(), new StopSignal());

    // Ten updates take much less than a minute.
    assertThat(summary.seconds()).isBetween(3_600.0, 3_660.0);
    assertThat(last(onlyRun(), "time/total_seconds")).isBetween(3_600.0, 3_660.0);
  }

  @Test
  void runsWithTheSameDataLoadItOnce() {
    runner.start(experiment("seed=1"), new Recorder(), new StopSignal());
    runner.start(experiment("seed=2"), new Recorder(), new StopSignal());

    assertThat(data.loads()).isEqualTo(1);
  }

  @Test
  void anUnknownEnvironmentIsRefusedBeforeAnythingIsLoaded() {
    LoadedExperiment experiment = experiment("dataset.environment=lime-v0");

    assertThatThrownBy(() -> runner.start(experiment, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("unknown environment 'lime-v0'")
        .hasMessageContaining("line-v0");
    assertThat(data.loads()).isZero();
    assertThat(temp.resolve("mlruns")).doesNotExist();
  }

  @Test
  void aDatabaseIsRefused() {
    LoadedExperiment experiment = experiment("tracking.uri=sqlite:///runs.db");

    assertThatThrownBy(() -> runner.start(experiment, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("tracking.uri is 'sqlite:///runs.db'");
    assertThat(data.loads()).isZero();
  }

  @Test
  void anUnreachableServerDoesNotStopTheRun() {
    // Nothing listens at this port.
    Recorder recorder = new Recorder();

    RunSummary summary =
        runner.start(
            experiment(
                "tracking.uri=http://127.0.0.1:9", "tracking.folder=" + temp.resolve("mlruns")),
            recorder,
            recorder.stop());

    assertThat(summary.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(onlyRun().state()).isEqualTo(RunState.FINISHED);
    assertThat(summary.copy().orElseThrow().isComplete()).isFalse();
    assertThat(summary.copy().orElseThrow().left().points())
        .isEqualTo(
            onlyRun().latestMetrics().keySet().stream()
                .mapToLong(metric -> onlyRun().history(metric).size())
                .sum());
    assertThat(recorder.lines())
        .filteredOn(line -> line.startsWith("notice"))
        .singleElement()
        .asString()
        .contains("127.0.0.1:9");
    assertThat(recorder.lines()).endsWith("copied false");
  }

  /** The evaluation settings are unusual, so the name ends with a hash. */
  private static String name(LoadedExperiment experiment) {
    return "counting-line-%s-s4".formatted(experiment.hash().substring(0, 6));
  }

  private LoadedExperiment experiment(String... overrides) {
    String text =
        """
        {experiment: runner-test, seed: 4, dataset: line, algorithm: counting,
         evaluation: {every_updates: 25, episodes: 3, threads: 2},
         checkpoint: {every_updates: 40, keep_final: true},
         tracking: {uri: '%s', log_every_updates: 20, system_metrics_seconds: 0}}
        """
            .formatted(temp.resolve("mlruns"));
    try {
      Path file = Files.writeString(temp.resolve("experiment.yaml"), text);
      return loader.load(file, List.of(overrides));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private LimitedTracker tracker() {
    return new LimitedTracker(new FolderTracker(temp.resolve("mlruns")));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RunSummary start() {
    return runner.start(experiment(), new Recorder(), new StopSignal());
  }

  private LocalRun stopped() {
    Recorder recorder = Recorder.stoppingAt("policy 50/60");
    RunSummary summary = runner.start(experiment(), recorder, recorder.stop());
    return LocalRun.at(summary.location());
  }

  private void assertNotResumed(LocalRun run, String reason) {
    RunState before = recorded(run.id()).state();

    assertThatThrownBy(() -> runner.resume(run, new Recorder(), new StopSignal()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason)
        .extracting(e -> ((SpotException) e).exitCode())
        .isEqualTo(2);

    assertThat(recorded(run.id()).state()).as("nothing was touched").isEqualTo(before);
  }

  private static void replace(Path file, String old, String changed) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, changed));
  }

  private RecordedRun onlyRun() {
    List<RecordedRun> runs = new FolderRuns(temp.resolve("mlruns")).runs();
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private RecordedRun recorded(RunSummary summary) {
    return recorded(summary.runId());
  }

  private RecordedRun recorded(String id) {
    return new FolderRuns(temp.resolve("mlruns")).find(id).orElseThrow();
  }

  private static LocalRun local(RecordedRun run) {
    return new LocalRun(run.artifacts());
  }

  private static double cost(RecordedRun run, String name) throws IOException {
    Path table = run.artifacts().resolve("tables/costs.json");
    for (JsonNode row : new JsonMapper().readTree(table.toFile()).required("data")) {
      if (row.required(0).asString().equals(name)) {
        return row.required(1).asDouble();
      }
    }
    throw new AssertionError("no cost " + name);
  }

  private static double last(RecordedRun run, String metric) {
    List<MetricPoint> points = run.history(metric);
    return points.get(points.size() - 1).value();
  }

  /** Name and steps of each metric. */
  private static List<String> steps(RecordedRun run) {
    List<String> lines = new ArrayList<>();
    for (String name : run.latestMetrics().keySet()) {
      StringBuilder line = new StringBuilder(name);
      run.history(name).forEach(point -> line.append(' ').append(point.step()));
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<String> values(RecordedRun run) {
    return run.latestMetrics().keySet().stream()
        .filter(name -> !name.startsWith("time/") && !name.startsWith("system/"))
        .map(name -> name + run.history(name).stream().map(MetricPoint::value).toList())
        .toList();
  }

  private static List<String> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
