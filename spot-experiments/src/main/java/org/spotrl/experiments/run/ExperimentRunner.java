package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.EvaluationConfig;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.measure.MachineLoad;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.ProcessTime;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.measure.SystemSampler;
import org.spotrl.experiments.provenance.Libraries;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * Runs experiments: from the configuration to a tracked, finished run. Also resumes and continues
 * recorded runs.
 */
public final class ExperimentRunner {

  private final Environments environments;
  private final DataPreparation preparation;
  private final ComponentRegistry registry;
  private final Preflight preflight;
  private final ConfigLoader loader;
  private final Libraries libraries;
  private final Trackers trackers;
  private final ProcessClock clock;
  private Optional<ResultCache> densities = Optional.empty();
  private boolean hasRun;

  /** A runner in these environments. */
  @Inject
  public ExperimentRunner(
      Environments environments,
      ComponentRegistry registry,
      ConfigLoader loader,
      Libraries libraries,
      Trackers trackers,
      ProcessClock clock) {
    this.environments = environments;
    this.preparation = new DataPreparation(environments);
    this.registry = registry;
    this.preflight = new Preflight(environments, trackers);
    this.loader = loader;
    this.libraries = libraries;
    this.trackers = trackers;
    this.clock = clock;
  }

  /**
   * Lets later runs share trained densities through a cache. Without it, each run trains its own,
   * with the same results.
   */
  public void shareDensities(ResultCache store) {
    densities = Optional.of(store);
  }

  /**
   * Lets later runs take collected data from a cache. Without it, each run collects its own, with
   * the same results.
   */
  public void cacheData(ResultCache cache) {
    preparation.cacheIn(new DataCache(cache, libraries));
  }

  /**
   * Lets later runs share the memory of the training data with other processes that train on the
   * same data: it is a file in the cache, which all of them map.
   */
  public void shareDataMemory(ResultCache cache) {
    // Data that is not collected, such as a D4RL file, is in the cache only as shared memory.
    cache.trim();
    preparation.shareIn(cache.folder());
  }

  /**
   * Runs an experiment from the start.
   *
   * @throws SpotInputException if the {@link Preflight} finds a problem
   * @throws org.spotrl.api.error.SpotStoppedException if it is stopped before the run begins
   */
  public RunSummary start(LoadedExperiment experiment, RunReporter reporter, StopSignal stop) {
    return checked(experiment, Optional.empty(), reporter, stop);
  }

  /** Runs an experiment from the start with the caller's tracker. */
  public RunSummary start(
      LoadedExperiment experiment, Tracker tracker, RunReporter reporter, StopSignal stop) {
    return begin(experiment, Optional.empty(), tracker, reporter, stop);
  }

  /**
   * Starts a new run from the last checkpoint of another run.
   *
   * @param experiment the new run's configuration
   * @throws SpotInputException if the other run has no checkpoint, the checkpoint does not match
   *     the configuration, or no updates are left
   */
  public RunSummary fork(
      LoadedExperiment experiment, LocalRun parent, RunReporter reporter, StopSignal stop) {
    return checked(experiment, Optional.of(parent), reporter, stop);
  }

  private RunSummary checked(
      LoadedExperiment experiment,
      Optional<LocalRun> parent,
      RunReporter reporter,
      StopSignal stop) {
    preflight.check(experiment);
    return tracked(
        trackers.place(experiment.config().tracking()),
        reporter,
        stop,
        tracker -> begin(experiment, parent, tracker, reporter, stop));
  }

  /** Begins a new run, from the start or from the last checkpoint of its parent. */
  private RunSummary begin(
      LoadedExperiment experiment,
      Optional<LocalRun> parent,
      Tracker tracker,
      RunReporter reporter,
      StopSignal stop) {
    stop.enter(StopSignal.Outcome.NOTHING_TO_SAVE);
    RunTimes times = times();
    PreparedData data = preparation.prepare(experiment.config(), times, reporter, stop);
    stop.enter(StopSignal.Outcome.CHECKPOINT);
    // Checks a stored density before the run is recorded.
    GivenDensity.of(experiment.config(), data);
    RunIdentity identity = RunIdentity.of(experiment, registry, data);
    LibraryState state = libraries.current();
    Optional<Fork> fork = parent.map(run -> fork(experiment, run, data, identity, state));
    fork.ifPresent(from -> reporter.notice(from.notice()));
    Work work =
        new Work(
            experiment, data, fork.map(Fork::identity).orElse(identity), times, reporter, stop);
    TrackedRun run = RunStart.begin(tracker, experiment, data, work.identity(), state, fork);
    FileMutex lock = new LocalRun(run.workFolder()).lock();
    try (lock) {
      return execute(work, run, fork.map(from -> from.checkpointOf(run, experiment)));
    }
  }

  private Fork fork(
      LoadedExperiment experiment,
      LocalRun parent,
      PreparedData data,
      RunIdentity identity,
      LibraryState state) {
    return Fork.of(
        new Fork.Request(
            experiment,
            identity,
            data,
            RunFingerprint.of(experiment, data, state),
            parent,
            parent.view(),
            loader.loadRecorded(parent.config())));
  }

  /**
   * A run in this process.
   *
   * @param identity its name and tags
   * @param times its times
   */
  private record Work(
      LoadedExperiment experiment,
      PreparedData data,
      RunIdentity identity,
      RunTimes times,
      RunReporter reporter,
      StopSignal stop) {}

  /** As below, with the server of the run's configuration or the environment. */
  public RunSummary resume(LocalRun folder, RunReporter reporter, StopSignal stop) {
    return resume(folder, "", reporter, stop);
  }

  /**
   * Resumes a run from its last checkpoint, or from the start if it has none.
   *
   * @param server address of the server that gets a copy of the run; empty: the server of its
   *     configuration or the environment
   * @throws SpotInputException if the run is finished, or its configuration, data set or plugins
   *     have changed
   * @throws org.spotrl.api.error.SpotStoppedException if it is stopped before the run resumes
   */
  public RunSummary resume(LocalRun folder, String server, RunReporter reporter, StopSignal stop) {
    if (folder.isFinished()) {
      throw new SpotInputException(
          "run %s is finished; there is nothing to resume".formatted(folder.id()));
    }
    stop.enter(StopSignal.Outcome.NOTHING_TO_SAVE);
    RunTimes times = times();
    LoadedExperiment experiment = loader.loadRecorded(folder.config());
    TrackingPlace place = trackers.place(experiment.config().tracking()).withFolder(folder.root());
    return tracked(
        server.isEmpty() ? place : place.withServer(server),
        reporter,
        stop,
        tracker -> {
          PreparedData data = preparation.prepare(experiment.config(), times, reporter, stop);
          stop.enter(StopSignal.Outcome.CHECKPOINT);
          RunFingerprint.of(experiment, data, libraries.current())
              .requireSame(RunFingerprint.read(folder), folder);
          FileMutex lock = folder.lock();
          try (lock) {
            Optional<Checkpoint> checkpoint = new RunCheckpoints(experiment, folder).latest();
            RunView recorded = folder.view();
            if (checkpoint.isEmpty() && recorded.tags().containsKey(RunIdentity.PARENT)) {
              throw new SpotInputException(
                  "run %s started from a checkpoint of run %s, but its checkpoints are missing; restore them, or start it again with: %s"
                      .formatted(
                          folder.id(),
                          recorded.tags().get(RunIdentity.PARENT),
                          SpotCommand.line(
                              "run", "--from", recorded.tags().get(RunIdentity.PARENT))));
            }
            RunIdentity identity = RunIdentity.of(experiment, registry, data).recordedBy(recorded);
            TrackedRun run =
                tracker.resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
            RunFailure.forget(run, recorded);
            Work work = new Work(experiment, data, identity, times, reporter, stop);
            return execute(work, run, checkpoint);
          }
        });
  }

  /**
   * Runs the work with a tracker for this place. The summary has the state of the server's copy.
   */
  private RunSummary tracked(
      TrackingPlace place,
      RunReporter reporter,
      StopSignal stop,
      Function<Tracker, RunSummary> work) {
    AtomicReference<@Nullable SyncReport> synced = new AtomicReference<>();
    Tracker tracker =
        trackers.tracker(
            place,
            reporter,
            stop,
            report -> {
              synced.set(report);
              reporter.copied(report);
            });
    return work.apply(tracker).withCopy(Optional.ofNullable(synced.get()));
  }

  private RunSummary execute(Work work, TrackedRun run, Optional<Checkpoint> checkpoint) {
    LocalRun folder = new LocalRun(run.workFolder());
    work.reporter().tracking(work.identity().name(), run.id(), run.location());
    RunEnd end = new RunEnd(run);
    try (end) {
      RunSummary summary = RunFailure.recorded(run, () -> train(work, end, checkpoint));
      end.status = summary.status();
      return summary;
    } catch (RuntimeException | Error e) {
      throw RunFailure.explained(e, folder, work.experiment());
    }
  }

  private RunSummary train(Work work, RunEnd end, Optional<Checkpoint> checkpoint) {
    TrackedRun run = end.run;
    LoadedExperiment experiment = work.experiment();
    PreparedData data = work.data();
    RunReporter reporter = work.reporter();
    ExperimentConfig config = experiment.config();
    LocalRun folder = new LocalRun(run.workFolder());
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    SystemSampler sampler =
        new SystemSampler(
            run,
            MachineLoad.ofThisMachine(run.workFolder(), clock, memory),
            why ->
                reporter.notice(
                    "system     system metrics end here: %s%n           %s"
                        .formatted(why, ResumeAdvice.shouldItEnd(folder))));
    try (sampler;
        Learner learner = config.algorithm().create().create(data.task(config))) {
      RunContext context =
          new RunContext(
              experiment,
              work.identity(),
              data,
              run,
              learner,
              work.times(),
              libraries.current(),
              memory,
              sampler,
              reporter);
      reporter.training(learner.phases().stream().map(TrainingPhase::name).toList());
      RunCheckpoints checkpoints = new RunCheckpoints(experiment, folder);
      checkpoints.restore(context, checkpoint);
      if (checkpoint.isPresent()) {
        reporter.resumed(learner.phases().stream().mapToLong(TrainingPhase::completed).sum());
      }
      sampler.start(Duration.ofSeconds(config.tracking().systemMetricsSeconds()));
      StopSignal stop = work.stop();
      TrainingLoop loop =
          new TrainingLoop(context, checkpoints, evaluator(context, stop), densities, stop);
      work.times().startupEnds();
      RunStatus status = trainAndRecord(context, loop, stop);
      if (status == RunStatus.FINISHED) {
        end.obsolete = checkpoints.obsolete(context);
      }
      return summarize(context, loop, status);
    }
  }

  /** Trains and records the results; returns the run's status. */
  private static RunStatus trainAndRecord(RunContext context, TrainingLoop loop, StopSignal stop) {
    try {
      loop.run();
      Optional<EvaluationResult> result = loop.finalEvaluation();
      stop.enter(StopSignal.Outcome.RESULTS);
      if (context.learner().hasPolicy()) {
        FinalResults.record(context, result);
      } else {
        FinalResults.recordCosts(context);
      }
      return RunStatus.FINISHED;
    } catch (SpotStoppedException e) {
      return RunStatus.KILLED;
    }
  }

  /**
   * Ends the tracked run when closed; failed is the default status. It is the first resource, so it
   * is closed last and sees failures of the others.
   */
  private static final class RunEnd implements AutoCloseable {
    private final TrackedRun run;
    private RunStatus status = RunStatus.FAILED;
    private List<String> obsolete = List.of();

    RunEnd(TrackedRun run) {
      this.run = run;
    }

    @Override
    public void close() {
      run.finish(status, obsolete);
    }
  }

  private static RunSummary summarize(RunContext context, TrainingLoop loop, RunStatus status) {
    return new RunSummary(
        context.config().experiment(),
        context.identity(),
        context.run().id(),
        context.run().location(),
        status,
        status == RunStatus.FINISHED ? loop.finalEvaluation() : loop.lastEvaluation(),
        context.data().behaviorScore(),
        context.mainPhases().mapToLong(TrainingPhase::completed).sum(),
        context.mainPhases().mapToDouble(context.times()::updatesPerSecond).sum(),
        context.times().totalSeconds(),
        Optional.empty());
  }

  /** The first run of a process includes the process's start, later runs do not. */
  private RunTimes times() {
    ProcessTime begun = hasRun ? clock.now() : ProcessTime.ZERO;
    hasRun = true;
    return new RunTimes(clock, begun);
  }

  /** None if the policy is not evaluated: then its environment may not be installed. */
  private Optional<PolicyEvaluator> evaluator(RunContext context, StopSignal stop) {
    EvaluationConfig evaluation = context.config().evaluation();
    if (!evaluation.usesEnvironment()) {
      return Optional.empty();
    }
    String id = context.data().environment().id();
    return Optional.of(
        new PolicyEvaluator(environments.suiteOf(id), id, evaluation.threads(), stop));
  }
}
