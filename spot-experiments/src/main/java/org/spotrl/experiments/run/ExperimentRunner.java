package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.density.DensityStore;
import org.spotrl.experiments.measure.MachineLoad;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.ProcessTime;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.measure.SystemSampler;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.sync.SyncReport;

/** Takes an experiment from its configuration to a tracked, finished run, and resumes runs. */
public final class ExperimentRunner {

  private final Environments environments;
  private final DataPreparation preparation;
  private final ConfigLoader loader;
  private final Libraries libraries;
  private final Trackers trackers;
  private final ProcessClock clock;
  private Optional<DensityStore> densities = Optional.empty();
  private boolean hasRun;

  /** A runner in these environments. */
  @Inject
  public ExperimentRunner(
      Environments environments,
      ConfigLoader loader,
      Libraries libraries,
      Trackers trackers,
      ProcessClock clock) {
    this.environments = environments;
    this.preparation = new DataPreparation(environments);
    this.loader = loader;
    this.libraries = libraries;
    this.trackers = trackers;
    this.clock = clock;
  }

  /**
   * Lets all later runs take densities from a store, and give it those that they train. Without one
   * each run trains its own; the numbers are the same.
   */
  public void shareDensities(DensityStore store) {
    densities = Optional.of(store);
  }

  /** Runs an experiment from the start. */
  public RunSummary start(LoadedExperiment experiment, RunReporter reporter, StopSignal stop) {
    TrackingPlace place = trackers.place(experiment.config().tracking());
    return tracked(place, reporter, tracker -> start(experiment, tracker, reporter, stop));
  }

  /** Runs an experiment from the start, recorded where the caller chooses. */
  public RunSummary start(
      LoadedExperiment experiment, Tracker tracker, RunReporter reporter, StopSignal stop) {
    RunTimes times = times();
    PreparedData data = preparation.prepare(experiment.config(), times, reporter);
    // Now, so that no run is recorded with a density that does not fit.
    GivenDensity.of(experiment.config(), data);
    TrackedRun run = RunStart.begin(tracker, experiment, data, libraries.current());
    FileMutex lock = new LocalRun(run.workFolder()).lock();
    try (lock) {
      return execute(experiment, data, run, Optional.empty(), times, reporter, stop);
    }
  }

  /** Resumes a run; its copy goes to the server that its configuration or the environment names. */
  public RunSummary resume(LocalRun folder, RunReporter reporter, StopSignal stop) {
    return resume(folder, "", reporter, stop);
  }

  /**
   * Resumes a run from its last checkpoint, or from its start if it has none.
   *
   * @param server address of the server that gets a copy of it, in place of the one that its
   *     configuration or the environment names; empty for that one
   * @throws SpotInputException if the run is finished, or its configuration or its data set is no
   *     longer the same
   */
  public RunSummary resume(LocalRun folder, String server, RunReporter reporter, StopSignal stop) {
    if (folder.isFinished()) {
      throw new SpotInputException(
          "run %s is done, nothing is left to resume".formatted(folder.id()));
    }
    RunTimes times = times();
    LoadedExperiment experiment = loader.loadRecorded(folder.config());
    TrackingPlace place = trackers.place(experiment.config().tracking()).withFolder(folder.root());
    return tracked(
        server.isEmpty() ? place : place.withServer(server),
        reporter,
        tracker -> {
          PreparedData data = preparation.prepare(experiment.config(), times, reporter);
          RunFingerprint.of(experiment, data, libraries.current())
              .requireSame(RunFingerprint.read(folder), folder);
          FileMutex lock = folder.lock();
          try (lock) {
            Optional<Checkpoint> checkpoint = new RunCheckpoints(experiment, folder).latest();
            TrackedRun run =
                tracker.resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
            return execute(experiment, data, run, checkpoint, times, reporter, stop);
          }
        });
  }

  /** Works on a run that is recorded in this place; the summary says what a server got of it. */
  private RunSummary tracked(
      TrackingPlace place, RunReporter reporter, Function<Tracker, RunSummary> work) {
    AtomicReference<@Nullable SyncReport> synced = new AtomicReference<>();
    Tracker tracker =
        trackers.tracker(
            place,
            reporter,
            report -> {
              synced.set(report);
              reporter.copied(report);
            });
    return work.apply(tracker).withCopy(Optional.ofNullable(synced.get()));
  }

  private RunSummary execute(
      LoadedExperiment experiment,
      PreparedData data,
      TrackedRun run,
      Optional<Checkpoint> checkpoint,
      RunTimes times,
      RunReporter reporter,
      StopSignal stop) {
    ExperimentConfig config = experiment.config();
    LocalRun folder = new LocalRun(run.workFolder());
    reporter.tracking(RunStart.runName(config, data), run.id(), run.location());
    LearningTask task =
        new LearningTask(
            data.environment().shape(),
            data.training(),
            config.seed(),
            config.execution().intraOpThreads());
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    SystemSampler sampler =
        new SystemSampler(
            run,
            MachineLoad.ofThisMachine(run.workFolder(), clock, memory),
            why ->
                reporter.notice(
                    "system     no system metrics from here on: %s%n           %s"
                        .formatted(why, ResumeAdvice.shouldItEnd(folder))));
    RunEnd end = new RunEnd(run);
    try (end;
        sampler;
        Learner learner = config.algorithm().create().create(task)) {
      RunContext context =
          new RunContext(
              experiment,
              data,
              run,
              learner,
              times,
              libraries.current(),
              memory,
              sampler,
              reporter);
      RunCheckpoints checkpoints = new RunCheckpoints(experiment, folder);
      checkpoints.restore(context, checkpoint);
      if (checkpoint.isPresent()) {
        reporter.resumed(learner.phases().stream().mapToLong(TrainingPhase::completed).sum());
      }
      sampler.start(Duration.ofSeconds(config.tracking().systemMetricsSeconds()));
      TrainingLoop loop =
          new TrainingLoop(context, checkpoints, evaluator(context), densities, stop);
      times.startupEnds();
      RunStatus ended = loop.run();
      if (ended == RunStatus.FINISHED) {
        FinalResults.record(context, loop.finalEvaluation());
      }
      RunSummary summary = summarize(context, loop, ended);
      end.status = ended;
      return summary;
    } catch (SpotRunException e) {
      throw new SpotRunException(e.getMessage() + "\n" + ResumeAdvice.afterFailure(folder), e);
    } catch (SpotInputException e) {
      throw e;
    } catch (RuntimeException e) {
      reporter.notice(ResumeAdvice.afterFailure(folder));
      throw e;
    }
  }

  /**
   * Ends a tracked run when it is closed, as failed unless it got another status. As the first
   * resource it is closed last, after a failure of the others.
   */
  private static final class RunEnd implements AutoCloseable {
    private final TrackedRun run;
    private RunStatus status = RunStatus.FAILED;

    RunEnd(TrackedRun run) {
      this.run = run;
    }

    @Override
    public void close() {
      run.finish(status);
    }
  }

  private static RunSummary summarize(RunContext context, TrainingLoop loop, RunStatus status) {
    return new RunSummary(
        context.config().experiment(),
        RunStart.runName(context.config(), context.data()),
        context.run().id(),
        context.run().location(),
        status,
        status == RunStatus.FINISHED ? Optional.of(loop.finalEvaluation()) : loop.lastEvaluation(),
        context.data().behaviorScore(),
        context.policyUpdates(),
        context.learner().phases().stream()
            .filter(TrainingPhase::trainsPolicy)
            .mapToDouble(context.times()::updatesPerSecond)
            .sum(),
        context.times().totalSeconds(),
        Optional.empty());
  }

  /** The first run of a process has all its time, later ones what passes from their start on. */
  private RunTimes times() {
    ProcessTime begun = hasRun ? clock.now() : ProcessTime.ZERO;
    hasRun = true;
    return new RunTimes(clock, begun);
  }

  private PolicyEvaluator evaluator(RunContext context) {
    String id = context.data().environment().id();
    int threads = context.config().evaluation().threads();
    return new PolicyEvaluator(environments.suiteOf(id), id, threads);
  }
}
