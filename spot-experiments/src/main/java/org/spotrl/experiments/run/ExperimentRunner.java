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
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.EvaluationConfig;
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
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.folder.FileMutex;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * Takes an experiment from its configuration to a tracked, finished run; resumes and continues
 * runs.
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
  private Optional<DensityStore> densities = Optional.empty();
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
   * Lets all later runs take densities from a store, and give it those that they train. Without one
   * each run trains its own; the numbers are the same.
   */
  public void shareDensities(DensityStore store) {
    densities = Optional.of(store);
  }

  /**
   * Runs an experiment from the start.
   *
   * @throws SpotInputException before anything is done if the {@link Preflight} finds a problem
   * @throws org.spotrl.api.error.SpotStoppedException if it was stopped before it was a run
   */
  public RunSummary start(LoadedExperiment experiment, RunReporter reporter, StopSignal stop) {
    preflight.check(experiment);
    TrackingPlace place = trackers.place(experiment.config().tracking());
    return tracked(place, reporter, stop, tracker -> start(experiment, tracker, reporter, stop));
  }

  /** Runs an experiment from the start, recorded where the caller chooses. */
  public RunSummary start(
      LoadedExperiment experiment, Tracker tracker, RunReporter reporter, StopSignal stop) {
    stop.enter(StopSignal.Outcome.NOTHING_TO_SAVE);
    RunTimes times = times();
    PreparedData data = preparation.prepare(experiment.config(), times, reporter, stop);
    stop.enter(StopSignal.Outcome.CHECKPOINT);
    // Now, so that no run is recorded with a density that does not fit.
    GivenDensity.of(experiment.config(), data);
    RunIdentity identity = RunIdentity.of(experiment, registry, data);
    Work work = new Work(experiment, data, identity, times, reporter, stop);
    return begin(work, Optional.empty(), tracker);
  }

  /**
   * Starts a new run that continues from the last checkpoint of another one.
   *
   * @param experiment the new run's configuration
   * @throws SpotInputException if that has no checkpoint, the checkpoint's state does not fit the
   *     configuration, or nothing is left to train
   */
  public RunSummary fork(
      LoadedExperiment experiment, LocalRun parent, RunReporter reporter, StopSignal stop) {
    preflight.check(experiment);
    TrackingPlace place = trackers.place(experiment.config().tracking());
    return tracked(
        place,
        reporter,
        stop,
        tracker -> {
          stop.enter(StopSignal.Outcome.NOTHING_TO_SAVE);
          RunTimes times = times();
          PreparedData data = preparation.prepare(experiment.config(), times, reporter, stop);
          stop.enter(StopSignal.Outcome.CHECKPOINT);
          GivenDensity.of(experiment.config(), data);
          Fork fork =
              Fork.of(
                  new Fork.Request(
                      experiment,
                      RunIdentity.of(experiment, registry, data),
                      data,
                      RunFingerprint.of(experiment, data, libraries.current()),
                      parent,
                      parent.view(),
                      loader.loadRecorded(parent.config())));
          reporter.notice(fork.notice());
          Work work = new Work(experiment, data, fork.identity(), times, reporter, stop);
          return begin(work, Optional.of(fork), tracker);
        });
  }

  /**
   * What is done in one process for one run.
   *
   * @param identity how it is named
   * @param times what its time is spent on
   */
  private record Work(
      LoadedExperiment experiment,
      PreparedData data,
      RunIdentity identity,
      RunTimes times,
      RunReporter reporter,
      StopSignal stop) {}

  private RunSummary begin(Work work, Optional<Fork> fork, Tracker tracker) {
    LoadedExperiment experiment = work.experiment();
    TrackedRun run =
        RunStart.begin(
            tracker, experiment, work.data(), work.identity(), libraries.current(), fork);
    FileMutex lock = new LocalRun(run.workFolder()).lock();
    try (lock) {
      Optional<Checkpoint> first = fork.map(from -> from.checkpointOf(run, experiment));
      return execute(work, run, first);
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
   * @throws org.spotrl.api.error.SpotStoppedException if it was stopped before it resumed
   */
  public RunSummary resume(LocalRun folder, String server, RunReporter reporter, StopSignal stop) {
    if (folder.isFinished()) {
      throw new SpotInputException(
          "run %s is done, nothing is left to resume".formatted(folder.id()));
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
                  "run %s began from run %s, and the checkpoints that it had from there are gone; restore them, or start it again with: %s"
                      .formatted(
                          folder.id(),
                          recorded.tags().get(RunIdentity.PARENT),
                          SpotCommand.line(
                              "run", "--from", recorded.tags().get(RunIdentity.PARENT))));
            }
            RunIdentity identity = RunIdentity.of(experiment, registry, data).recordedBy(recorded);
            TrackedRun run =
                tracker.resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
            Work work = new Work(experiment, data, identity, times, reporter, stop);
            return execute(work, run, checkpoint);
          }
        });
  }

  /** Works on a run that is recorded in this place; the summary says what a server got of it. */
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
    try (sampler;
        Learner learner = config.algorithm().create().create(task)) {
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

  /** Trains and records the results; the status that the run ends with. */
  private static RunStatus trainAndRecord(RunContext context, TrainingLoop loop, StopSignal stop) {
    try {
      loop.run();
      Optional<EvaluationResult> result = loop.finalEvaluation();
      stop.enter(StopSignal.Outcome.RESULTS);
      FinalResults.record(context, result);
      return RunStatus.FINISHED;
    } catch (SpotStoppedException e) {
      return RunStatus.KILLED;
    }
  }

  /**
   * Ends a tracked run when it is closed, as failed unless it got another status. As the first
   * resource it is closed last, after a failure of the others.
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
