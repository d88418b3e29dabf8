package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
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
import org.spotrl.experiments.checkpoint.BestPolicies;
import org.spotrl.experiments.checkpoint.CheckpointFolder;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.measure.ActingTime;
import org.spotrl.experiments.measure.MachineLoad;
import org.spotrl.experiments.measure.ProcessClock;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.ProcessTime;
import org.spotrl.experiments.measure.Stopwatch;
import org.spotrl.experiments.measure.SystemSampler;
import org.spotrl.experiments.provenance.LibraryVersions;
import org.spotrl.mlflow.mirror.MirrorReport;

/**
 * Leads an experiment from its configuration to a tracked, finished run, and goes on with one that
 * was stopped.
 */
public final class ExperimentRunner {

  /** Rows of the data that acting is timed on. */
  private static final int ACTING_OBSERVATIONS = 1_000;

  private static final Pattern MODEL_SETTINGS =
      Pattern.compile("(algorithm|dataset|rewards)\\..*|seed|normalize_observations");

  private final Environments environments;
  private final ConfigLoader loader;
  private final LibraryVersions libraries;
  private final Trackers trackers;
  private final ProcessClock clock;
  private boolean hasRun;
  private @Nullable LoadedDataset lastDataset;

  private record LoadedDataset(
      Component<DatasetSource> source, Dataset dataset, String description) {}

  /** A runner in these environments. */
  @Inject
  public ExperimentRunner(
      Environments environments,
      ConfigLoader loader,
      LibraryVersions libraries,
      Trackers trackers,
      ProcessClock clock) {
    this.environments = environments;
    this.loader = loader;
    this.libraries = libraries;
    this.trackers = trackers;
    this.clock = clock;
  }

  /** Runs an experiment from the start. */
  public RunSummary start(LoadedExperiment experiment, RunReporter reporter, StopSignal stop) {
    AtomicReference<@Nullable MirrorReport> copy = new AtomicReference<>();
    Tracker tracker =
        trackers.tracker(
            trackers.place(experiment.config().tracking()),
            reporter,
            report -> ended(report, copy, reporter));
    return start(experiment, tracker, reporter, stop).withCopy(Optional.ofNullable(copy.get()));
  }

  /** Runs an experiment from the start, recorded where the caller chooses. */
  public RunSummary start(
      LoadedExperiment experiment, Tracker tracker, RunReporter reporter, StopSignal stop) {
    ExperimentConfig config = experiment.config();
    Stopwatch watch = stopwatch();
    PreparedData data = prepare(config, watch, reporter);
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
    Stopwatch watch = stopwatch();
    LoadedExperiment experiment = loader.load(folder.config(), List.of());
    TrackingPlace place = trackers.place(experiment.config().tracking()).withFolder(folder.root());
    AtomicReference<@Nullable MirrorReport> copy = new AtomicReference<>();
    Tracker tracker =
        trackers.tracker(
            server.isEmpty() ? place : place.withServer(server),
            reporter,
            report -> ended(report, copy, reporter));
    PreparedData data = prepare(experiment.config(), watch, reporter);
    RunFingerprint.of(experiment, data).requireSame(RunFingerprint.read(folder), folder);
    RunLock lock = RunLock.take(folder);
    try {
      Optional<Checkpoint> checkpoint = checkpoints(experiment, folder.checkpoints()).latest();
      checkpoint.ifPresent(saved -> requireOwn(saved, experiment, folder));
      TrackedRun run =
          tracker.resume(folder.id(), checkpoint.map(Checkpoint::savedAtMillis).orElse(0L));
      return execute(experiment, data, run, checkpoint, watch, reporter, stop)
          .withCopy(Optional.ofNullable(copy.get()));
    } finally {
      lock.close();
    }
  }

  private RunSummary execute(
      LoadedExperiment experiment,
      PreparedData data,
      TrackedRun run,
      Optional<Checkpoint> checkpoint,
      Stopwatch watch,
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
    ProcessMemory memory = ProcessMemory.ofThisProcess();
    SystemSampler sampler =
        new SystemSampler(run, MachineLoad.ofThisMachine(run.workFolder(), clock, memory));
    RunStatus status = RunStatus.FAILED;
    try (sampler;
        Learner learner = config.algorithm().create().create(task)) {
      RunSaver saver =
          new RunSaver(
              checkpoints(experiment, folder.checkpoints()),
              bestPolicies(config, folder.checkpoints()),
              run,
              experiment.hash(),
              learner,
              data,
              watch,
              memory,
              sampler);
      saver.restore(checkpoint);
      if (checkpoint.isPresent()) {
        reporter.resumed(saver.savedUpdates());
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
      try {
        RunStatus ended = loop.run();
        if (ended == RunStatus.FINISHED) {
          conclude(experiment, loop, learner, data, run, watch, memory);
        }
        status = ended;
      } catch (SpotRunException e) {
        throw new SpotRunException(e.getMessage() + "\n" + whatIsLeft(saver, folder), e);
      }
      return summarize(config, data, run, status, loop, learner, watch);
    } finally {
      run.finish(status);
    }
  }

  private static String whatIsLeft(RunSaver saver, LocalRun folder) {
    long saved = saver.savedUpdates();
    return saved > 0
        ? "nothing recorded is lost: once the cause is mended, 'spot resume %s' goes on from the checkpoint after %d updates"
            .formatted(folder.handle(), saved)
        : "it had saved no checkpoint yet: once the cause is mended, 'spot resume %s' begins it again"
            .formatted(folder.handle());
  }

  private void conclude(
      LoadedExperiment experiment,
      TrainingLoop loop,
      Learner learner,
      PreparedData data,
      TrackedRun run,
      Stopwatch watch,
      ProcessMemory memory) {
    EvaluationResult result = loop.finalEvaluation();
    long updates = policyUpdates(learner);
    PolicyArchive policy = new PolicyArchive(learner.policy(), data.normalizer());
    Map<String, Double> figures = new TreeMap<>();
    figures.put("final/return_mean", result.meanReturn());
    figures.put("final/normalized_score", result.normalizedScore());
    figures.put("final/behavior_normalized_score", data.behaviorScore());
    // As step 0, by which MLflow draws bars, one for each run.
    run.metrics(Stopwatch.ONCE, figures);
    Map<String, Double> costs = new TreeMap<>(actingTime(policy, data).metrics());
    costs.putAll(memory.peaks());
    costs.putAll(watch.totals());
    run.metrics(Stopwatch.ONCE, costs);
    try {
      Path folder = Files.createTempDirectory("spot-policy");
      policy.write(folder, data.environment().id(), run.id());
      run.artifact("policy", folder);
      run.model(model(experiment, updates, figures), folder);
      deleteFlatFolder(folder);
    } catch (IOException e) {
      throw new SpotRunException("cannot write the final policy: " + e.getMessage(), e);
    }
  }

  /** The final policy with its settings and scores, as the model's own page shows them. */
  private static ModelDescription model(
      LoadedExperiment experiment, long updates, Map<String, Double> figures) {
    Map<String, String> settings = new LinkedHashMap<>(experiment.values());
    settings.keySet().removeIf(name -> !MODEL_SETTINGS.matcher(name).matches());
    Map<String, Double> scores = new TreeMap<>(figures);
    scores.keySet().removeIf(name -> !name.startsWith("final/"));
    return new ModelDescription(
        "policy", updates, settings, scores, experiment.config().tracking().register());
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

  private static ActingTime actingTime(PolicyArchive policy, PreparedData data) {
    return ActingTime.of(
        policy.onRawObservations(), data.rawObservations(ACTING_OBSERVATIONS), System::nanoTime);
  }

  /** The first run of a process has all its time, later ones what passes from their start on. */
  private Stopwatch stopwatch() {
    ProcessTime begun = hasRun ? clock.now() : ProcessTime.ZERO;
    hasRun = true;
    return new Stopwatch(clock, begun);
  }

  private PreparedData prepare(ExperimentConfig config, Stopwatch watch, RunReporter reporter) {
    Component<DatasetSource> component = config.dataset();
    DatasetSource source = component.create();
    EnvironmentSuite suite = environments.suiteOf(source.environmentId());
    EnvironmentSpec environment = suite.specification(source.environmentId());
    // Now, not at the first evaluation: what it runs on may be missing.
    suite.create(environment.id()).close();
    PreparedData data =
        watch.during(
            Stopwatch.DATA,
            () -> {
              LoadedDataset loaded = loaded(component, source, reporter);
              return PreparedData.of(
                  loaded.dataset(),
                  loaded.description(),
                  environment,
                  config.normalizeObservations(),
                  config.rewards().create());
            });
    reporter.dataReady(data);
    return data;
  }

  private LoadedDataset loaded(
      Component<DatasetSource> component, DatasetSource source, RunReporter reporter) {
    LoadedDataset loaded = lastDataset;
    if (loaded == null || !loaded.source().equals(component)) {
      loaded = new LoadedDataset(component, source.load(reporter), source.description());
      lastDataset = loaded;
    }
    return loaded;
  }

  private PolicyEvaluator evaluator(ExperimentConfig config, String environmentId) {
    EnvironmentSuite suite = environments.suiteOf(environmentId);
    return new PolicyEvaluator(suite, environmentId, config.evaluation().threads());
  }

  private static void ended(
      MirrorReport report, AtomicReference<@Nullable MirrorReport> copy, RunReporter reporter) {
    copy.set(report);
    reporter.copied(report);
  }

  private static CheckpointStore checkpoints(LoadedExperiment experiment, Path folder) {
    return new CheckpointFolder(folder, experiment.config().checkpoint().keep());
  }

  private static Optional<BestPolicies> bestPolicies(ExperimentConfig config, Path folder) {
    return config.checkpoint().keepBest()
        ? Optional.of(new BestPolicies(folder))
        : Optional.empty();
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
