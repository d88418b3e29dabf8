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
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.LibraryVersions;
import org.spotrl.experiments.provenance.Provenance;
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
    Provenance provenance =
        Provenance.collect(Path.of("").toAbsolutePath(), commandLine(), libraries.current());
    TrackedRun run = tracker.start(describe(experiment, data, provenance));
    run.dataset(data.reference(), "training");
    run.text(LocalRun.CONFIG, experiment.resolvedYaml());
    run.text("config/origins.txt", originsTable(experiment.origins()));
    run.text("config/provenance.json", provenance.toJson());
    return execute(experiment, data, run, Optional.empty(), reporter, stop);
  }

  /**
   * Goes on with a run from its last checkpoint, or from its start if it has none.
   *
   * @throws SpotInputException if the data set is no longer the same or the checkpoint belongs to
   *     another configuration
   */
  public RunSummary resume(LocalRun folder, RunReporter reporter, StopSignal stop) {
    LoadedExperiment experiment = loader.load(folder.config(), List.of());
    PreparedData data = prepare(experiment.config(), reporter);
    Optional<Checkpoint> checkpoint = checkpoints(experiment, folder.checkpoints()).latest();
    checkpoint.ifPresent(saved -> requireSameConfig(saved, experiment, folder));
    TrackedRun run =
        new FolderTracker(folder.root())
            .resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
    return execute(experiment, data, run, checkpoint, reporter, stop);
  }

  private RunSummary execute(
      LoadedExperiment experiment,
      PreparedData data,
      TrackedRun run,
      Optional<Checkpoint> checkpoint,
      RunReporter reporter,
      StopSignal stop) {
    ExperimentConfig config = experiment.config();
    String runName = runName(config, data);
    reporter.tracking(runName, run.id(), run.location());
    LearningTask task =
        new LearningTask(
            data.training(),
            data.environment().maxAction(),
            config.seed(),
            config.execution().intraOpThreads());
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
              checkpoints(experiment, new LocalRun(run.workFolder()).checkpoints()),
              evaluator(config, data.environment().id()),
              reporter,
              stop);
      status = loop.run();
      if (status == RunStatus.FINISHED) {
        conclude(loop, learner, data, run);
      }
      return summarize(config, runName, data, run, status, loop, learner);
    } finally {
      run.finish(status);
    }
  }

  private void conclude(TrainingLoop loop, Learner learner, PreparedData data, TrackedRun run) {
    EvaluationResult result = loop.finalEvaluation();
    long updates = policyUpdates(learner);
    Map<String, Double> figures = new TreeMap<>();
    figures.put("final/return_mean", result.meanReturn());
    figures.put("final/normalized_score", result.normalizedScore());
    figures.put("final/behavior_normalized_score", data.behaviorScore());
    figures.put("time/training_seconds", loop.watch().trainingSeconds());
    run.metrics(updates, figures);
    PolicyArchive policy = new PolicyArchive(learner.policy(), data.normalizer());
    try {
      Path folder = Files.createTempDirectory("spot-policy");
      policy.write(folder, data.environment().id(), run.id());
      run.artifact("policy", folder);
      run.model("policy", folder, updates);
      deleteFlatFolder(folder);
    } catch (IOException e) {
      throw new SpotRunException("cannot write the final policy: " + e.getMessage(), e);
    }
  }

  private static RunSummary summarize(
      ExperimentConfig config,
      String runName,
      PreparedData data,
      TrackedRun run,
      RunStatus status,
      TrainingLoop loop,
      Learner learner) {
    return new RunSummary(
        config.experiment(),
        runName,
        run.id(),
        run.location(),
        status,
        status == RunStatus.FINISHED ? Optional.of(loop.finalEvaluation()) : loop.lastEvaluation(),
        data.behaviorScore(),
        policyUpdates(learner),
        loop.watch().updatesPerSecond(),
        loop.watch().totalSeconds());
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
    EnvironmentSpec environment =
        environments.suiteOf(source.environmentId()).specification(source.environmentId());
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

  private static void requireSameConfig(
      Checkpoint saved, LoadedExperiment experiment, LocalRun folder) {
    if (!saved.configHash().equals(experiment.hash())) {
      throw new SpotInputException(
          "%s was changed since the checkpoint was written; restore it, or start a new run with it"
              .formatted(folder.config()));
    }
  }

  private static RunDescription describe(
      LoadedExperiment experiment, PreparedData data, Provenance provenance) {
    ExperimentConfig config = experiment.config();
    Map<String, String> tags = new TreeMap<>(config.tags());
    tags.putIfAbsent("algorithm", config.algorithm().type().name());
    tags.put("dataset", data.training().name());
    tags.put("environment", data.environment().id());
    tags.put("seed", Long.toString(config.seed()));
    tags.put("study", config.experiment());
    tags.put("config_hash", experiment.hash());
    tags.put("mlflow.source.git.commit", provenance.git().commit());
    tags.put("mlflow.source.git.branch", provenance.git().branch());
    tags.put("mlflow.source.git.dirty", provenance.git().dirty());
    return new RunDescription(
        config.experiment(),
        runName(config, data),
        config.description(),
        experiment.values(),
        tags,
        "spot");
  }

  private static String runName(ExperimentConfig config, PreparedData data) {
    String label = config.tags().getOrDefault("algorithm", config.algorithm().type().name());
    return config.name().isEmpty()
        ? label + "-" + data.training().name() + "-s" + config.seed()
        : config.name();
  }

  /** What the user typed, as far as Java knows it: the main class's arguments. */
  private static String commandLine() {
    return System.getProperty("sun.java.command", "").replaceFirst("^\\S+", "spot");
  }

  private static String originsTable(Map<String, String> origins) {
    StringBuilder table = new StringBuilder();
    origins.forEach(
        (path, origin) -> table.append(path).append(" <- ").append(origin).append('\n'));
    return table.toString();
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
