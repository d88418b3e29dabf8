package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.CheckpointStore;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.LibraryVersions;
import org.spotrl.mlflow.FolderTracker;

/**
 * Leads an experiment from its configuration to a tracked, finished run, and goes on with one that
 * was stopped.
 */
public final class ExperimentRunner {

  private final Environments environments;
  private final ConfigLoader loader;
  private final LibraryVersions libraries;
  private @Nullable LoadedDataset lastDataset;

  private record LoadedDataset(
      Component<DatasetSource> source, Dataset dataset, String description) {}

  /** A runner in these environments. */
  @Inject
  public ExperimentRunner(
      Environments environments, ConfigLoader loader, LibraryVersions libraries) {
    this.environments = environments;
    this.loader = loader;
    this.libraries = libraries;
  }

  /** Runs an experiment from the start. */
  public RunSummary start(LoadedExperiment experiment, RunReporter reporter, StopSignal stop) {
    ExperimentConfig config = experiment.config();
    Tracker tracker = tracker(config.tracking().uri());
    PreparedData data = prepare(config, reporter);
    TrackedRun run = RunOpening.begin(tracker, experiment, data, libraries.current());
    RunLock lock = RunLock.take(new LocalRun(run.workFolder()));
    try {
      return execute(experiment, data, run, Optional.empty(), reporter, stop);
    } finally {
      lock.close();
    }
  }

  /**
   * Goes on with a run from its last checkpoint, or from its start if it has none.
   *
   * @throws SpotInputException if the run is done, or its configuration or its data set is no
   *     longer the same
   */
  public RunSummary resume(LocalRun folder, RunReporter reporter, StopSignal stop) {
    if (folder.isFinished()) {
      throw new SpotInputException(
          "run %s is done, nothing is left to resume".formatted(folder.id()));
    }
    LoadedExperiment experiment = loader.load(folder.config(), List.of());
    PreparedData data = prepare(experiment.config(), reporter);
    RunFingerprint.of(experiment, data).requireSame(RunFingerprint.read(folder), folder);
    RunLock lock = RunLock.take(folder);
    try {
      Optional<Checkpoint> checkpoint = checkpoints(experiment, folder.checkpoints()).latest();
      checkpoint.ifPresent(saved -> requireOwn(saved, experiment, folder));
      TrackedRun run =
          new FolderTracker(folder.root())
              .resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
      return execute(experiment, data, run, checkpoint, reporter, stop);
    } finally {
      lock.close();
    }
  }

  private RunSummary execute(
      LoadedExperiment experiment,
      PreparedData data,
      TrackedRun run,
      Optional<Checkpoint> checkpoint,
      RunReporter reporter,
      StopSignal stop) {
    ExperimentConfig config = experiment.config();
    LocalRun folder = new LocalRun(run.workFolder());
    reporter.tracking(RunOpening.runName(config, data), run.id(), run.location());
    LearningTask task =
        new LearningTask(
            data.training(),
            data.environment().maxAction(),
            config.seed(),
            config.execution().intraOpThreads());
    Stopwatch watch = new Stopwatch(checkpoint.map(Checkpoint::elapsedMillis).orElse(0L));
    RunStatus status = RunStatus.FAILED;
    try (Learner learner = config.algorithm().create().create(task)) {
      checkpoint.ifPresent(
          saved -> {
            learner.restore(saved.state());
            reporter.resumed(learner.phases().stream().mapToLong(TrainingPhase::completed).sum());
          });
      TrainingLoop loop =
          new TrainingLoop(
              config,
              experiment.hash(),
              learner,
              data,
              run,
              checkpoints(experiment, folder.checkpoints()),
              evaluator(config, data.environment().id()),
              reporter,
              stop,
              watch);
      try {
        RunStatus ended = loop.run();
        if (ended == RunStatus.FINISHED) {
          conclude(loop, learner, data, run, watch);
        }
        status = ended;
      } catch (SpotRunException e) {
        throw new SpotRunException(e.getMessage() + "\n" + whatIsLeft(loop, folder), e);
      }
      return summarize(config, data, run, status, loop, learner, watch);
    } finally {
      run.finish(status);
    }
  }

  private static String whatIsLeft(TrainingLoop loop, LocalRun folder) {
    long saved = loop.savedUpdates();
    return saved > 0
        ? "nothing recorded is lost: once the cause is mended, 'spot resume %s' goes on from the checkpoint after %d updates"
            .formatted(folder.handle(), saved)
        : "it had saved no checkpoint yet: once the cause is mended, 'spot resume %s' begins it again"
            .formatted(folder.handle());
  }

  private void conclude(
      TrainingLoop loop, Learner learner, PreparedData data, TrackedRun run, Stopwatch watch) {
    EvaluationResult result = loop.finalEvaluation();
    long updates = policyUpdates(learner);
    Map<String, Double> figures = new TreeMap<>();
    figures.put("final/return_mean", result.meanReturn());
    figures.put("final/normalized_score", result.normalizedScore());
    figures.put("final/behavior_normalized_score", data.behaviorScore());
    figures.put("time/total_seconds", watch.totalSeconds());
    run.metrics(updates, figures);
    PolicyArchive policy = new PolicyArchive(learner.policy(), data.normalizer());
    try {
      Path folder = Files.createTempDirectory("spot-policy");
      policy.write(folder, data.environment().id(), run.id());
      run.artifact("policy", folder);
      run.model(ModelDescription.of("policy", updates), folder);
      deleteFlatFolder(folder);
    } catch (IOException e) {
      throw new SpotRunException("cannot write the final policy: " + e.getMessage(), e);
    }
  }

  private static RunSummary summarize(
      ExperimentConfig config,
      PreparedData data,
      TrackedRun run,
      RunStatus status,
      TrainingLoop loop,
      Learner learner,
      Stopwatch watch) {
    return new RunSummary(
        config.experiment(),
        RunOpening.runName(config, data),
        run.id(),
        run.location(),
        status,
        status == RunStatus.FINISHED ? Optional.of(loop.finalEvaluation()) : loop.lastEvaluation(),
        data.behaviorScore(),
        policyUpdates(learner),
        watch.policyUpdatesPerSecond(),
        watch.totalSeconds());
  }

  private static long policyUpdates(Learner learner) {
    return learner.phases().stream()
        .filter(TrainingPhase::trainsPolicy)
        .mapToLong(TrainingPhase::completed)
        .sum();
  }

  private PreparedData prepare(ExperimentConfig config, RunReporter reporter) {
    Component<DatasetSource> component = config.dataset();
    DatasetSource source = component.create();
    EnvironmentSuite suite = environments.suiteOf(source.environmentId());
    EnvironmentSpec environment = suite.specification(source.environmentId());
    // Now, not at the first evaluation: what it runs on may be missing.
    suite.create(environment.id()).close();
    LoadedDataset loaded = lastDataset;
    if (loaded == null || !loaded.source().equals(component)) {
      loaded = new LoadedDataset(component, source.load(reporter), source.description());
      lastDataset = loaded;
    }
    PreparedData data =
        PreparedData.of(
            loaded.dataset(),
            loaded.description(),
            environment,
            config.normalizeObservations(),
            config.rewards().create());
    reporter.dataReady(data);
    return data;
  }

  private PolicyEvaluator evaluator(ExperimentConfig config, String environmentId) {
    EnvironmentSuite suite = environments.suiteOf(environmentId);
    return new PolicyEvaluator(suite, environmentId, config.evaluation().threads());
  }

  private static Tracker tracker(String uri) {
    if (uri.contains("://")) {
      throw new SpotInputException(
          "tracking.uri is '%s', but runs are tracked in folders only; name a folder, for example mlruns"
              .formatted(uri));
    }
    return new FolderTracker(Path.of(uri));
  }

  private static CheckpointStore checkpoints(LoadedExperiment experiment, Path folder) {
    return new CheckpointFolder(folder, experiment.config().checkpoint().keep());
  }

  private static void requireOwn(Checkpoint saved, LoadedExperiment experiment, LocalRun folder) {
    if (!saved.configHash().equals(experiment.hash()) || !saved.runId().equals(folder.id())) {
      throw new SpotInputException(
          "the checkpoints in %s are those of another run (%s); put back this run's own, or remove them to begin it again"
              .formatted(folder.checkpoints(), saved.runId()));
    }
  }

  private static void deleteFlatFolder(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
