package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.env.EnvironmentSuite;
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
import org.spotrl.experiments.measure.MachineLoad;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.ProcessTime;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.experiments.measure.SystemSampler;
import org.spotrl.experiments.provenance.Libraries;

/**
 * Leads an experiment from its configuration to a tracked, finished run, and goes on with one that
 * was stopped.
 */
public final class ExperimentRunner {

  private final Environments environments;
  private final DataPreparation preparation;
  private final ConfigLoader loader;
  private final Libraries libraries;
  private final Trackers trackers;
  private final ProcessClock clock;
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

  /** Runs an experiment from the start. */
  public RunSummary start(LoadedExperiment experiment, RunReporter reporter, StopSignal stop) {
    CopyReport copy = new CopyReport(reporter);
    Tracker tracker =
        trackers.tracker(trackers.place(experiment.config().tracking()), reporter, copy);
    return start(experiment, tracker, reporter, stop).withCopy(copy.get());
  }

  /** Runs an experiment from the start, recorded where the caller chooses. */
  public RunSummary start(
      LoadedExperiment experiment, Tracker tracker, RunReporter reporter, StopSignal stop) {
    ExperimentConfig config = experiment.config();
    RunTimes watch = stopwatch();
    PreparedData data = preparation.prepare(config, watch, reporter);
    TrackedRun run = RunOpening.begin(tracker, experiment, data, libraries.current());
    RunLock lock = RunLock.take(new LocalRun(run.workFolder()));
    try {
      return execute(experiment, data, run, Optional.empty(), watch, reporter, stop);
    } finally {
      lock.close();
    }
  }

  /**
   * Goes on with a run, whose copy goes to the server that its configuration or the environment
   * names.
   */
  public RunSummary resume(LocalRun folder, RunReporter reporter, StopSignal stop) {
    return resume(folder, "", reporter, stop);
  }

  /**
   * Goes on with a run from its last checkpoint, or from its start if it has none.
   *
   * @param server address of the server that gets a copy of it, in place of the one that its
   *     configuration or the environment names; empty for that one
   * @throws SpotInputException if the run is done, or its configuration or its data set is no
   *     longer the same
   */
  public RunSummary resume(LocalRun folder, String server, RunReporter reporter, StopSignal stop) {
    if (folder.isFinished()) {
      throw new SpotInputException(
          "run %s is done, nothing is left to resume".formatted(folder.id()));
    }
    RunTimes watch = stopwatch();
    LoadedExperiment experiment = loader.load(folder.config(), List.of());
    TrackingPlace place = trackers.place(experiment.config().tracking()).withFolder(folder.root());
    CopyReport copy = new CopyReport(reporter);
    Tracker tracker =
        trackers.tracker(server.isEmpty() ? place : place.withServer(server), reporter, copy);
    PreparedData data = preparation.prepare(experiment.config(), watch, reporter);
    RunFingerprint.of(experiment, data, libraries.current())
        .requireSame(RunFingerprint.read(folder), folder);
    RunLock lock = RunLock.take(folder);
    try {
      Optional<Checkpoint> checkpoint = new RunCheckpoints(experiment, folder).latest();
      TrackedRun run =
          tracker.resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
      return execute(experiment, data, run, checkpoint, watch, reporter, stop).withCopy(copy.get());
    } finally {
      lock.close();
    }
  }

  private RunSummary execute(
      LoadedExperiment experiment,
      PreparedData data,
      TrackedRun run,
      Optional<Checkpoint> checkpoint,
      RunTimes watch,
      RunReporter reporter,
      StopSignal stop) {
    ExperimentConfig config = experiment.config();
    LocalRun folder = new LocalRun(run.workFolder());
    RunCheckpoints checkpoints = new RunCheckpoints(experiment, folder);
    reporter.tracking(RunOpening.runName(config, data), run.id(), run.location());
    LearningTask task =
        new LearningTask(
            data.training(),
            data.environment().maxAction(),
            config.seed(),
            config.execution().intraOpThreads());
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    SystemSampler sampler =
        new SystemSampler(
            run,
            MachineLoad.ofThisMachine(run.workFolder(), clock, memory),
            why ->
                reporter.notice(
                    "system     figures of the machine end here: %s%n           %s"
                        .formatted(why, WayOn.shouldItEnd(folder))));
    RunEnd end = new RunEnd(run);
    try (end;
        sampler;
        Learner learner = config.algorithm().create().create(task)) {
      RunSaver saver =
          new RunSaver(
              checkpoints.store(),
              checkpoints.bestPolicies(),
              run,
              experiment.hash(),
              learner,
              data,
              watch,
              memory,
              sampler);
      saver.restore(checkpoint);
      if (checkpoint.isPresent()) {
        reporter.resumed(learner.phases().stream().mapToLong(TrainingPhase::completed).sum());
      }
      sampler.start(Duration.ofSeconds(config.tracking().systemMetricsSeconds()));
      TrainingLoop loop =
          new TrainingLoop(
              config,
              learner,
              data,
              run,
              saver,
              evaluator(config, data.environment().id()),
              reporter,
              stop,
              watch);
      watch.startupEnds();
      RunStatus ended = loop.run();
      if (ended == RunStatus.FINISHED) {
        new RunConclusion(experiment, data, run)
            .record(loop.finalEvaluation(), learner, watch, memory);
      }
      RunSummary summary = summarize(config, data, run, ended, loop, learner, watch);
      end.is(ended);
      return summary;
    } catch (SpotRunException e) {
      throw new SpotRunException(e.getMessage() + "\n" + WayOn.afterFailure(folder), e);
    } catch (SpotInputException e) {
      throw e;
    } catch (RuntimeException e) {
      reporter.notice(WayOn.afterFailure(folder));
      throw e;
    }
  }

  private static RunSummary summarize(
      ExperimentConfig config,
      PreparedData data,
      TrackedRun run,
      RunStatus status,
      TrainingLoop loop,
      Learner learner,
      RunTimes watch) {
    return new RunSummary(
        config.experiment(),
        RunOpening.runName(config, data),
        run.id(),
        run.location(),
        status,
        status == RunStatus.FINISHED ? Optional.of(loop.finalEvaluation()) : loop.lastEvaluation(),
        data.behaviorScore(),
        policyUpdates(learner),
        learner.phases().stream()
            .filter(TrainingPhase::trainsPolicy)
            .mapToDouble(watch::updatesPerSecond)
            .sum(),
        watch.totalSeconds(),
        Optional.empty());
  }

  static long policyUpdates(Learner learner) {
    return learner.phases().stream()
        .filter(TrainingPhase::trainsPolicy)
        .mapToLong(TrainingPhase::completed)
        .sum();
  }

  /** The first run of a process has all its time, later ones what passes from their start on. */
  private RunTimes stopwatch() {
    ProcessTime begun = hasRun ? clock.now() : ProcessTime.ZERO;
    hasRun = true;
    return new RunTimes(clock, begun);
  }

  private PolicyEvaluator evaluator(ExperimentConfig config, String environmentId) {
    EnvironmentSuite suite = environments.suiteOf(environmentId);
    return new PolicyEvaluator(suite, environmentId, config.evaluation().threads());
  }
}
