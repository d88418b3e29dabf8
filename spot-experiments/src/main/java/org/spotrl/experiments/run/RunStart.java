package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.provenance.Provenance;

/** What a run records when it starts: its tags, its data, its configuration, its provenance. */
final class RunStart {

  private static final String SEED = "seed";
  private static final String LABELS = "tags.";

  private RunStart() {}

  /** Starts the run and records all of that. */
  static TrackedRun begin(
      Tracker tracker, LoadedExperiment experiment, PreparedData data, LibraryState libraries) {
    Provenance provenance =
        Provenance.collect(
            Path.of("").toAbsolutePath(),
            commandLine(),
            libraries,
            Plugin.of(experiment.config().componentTypes()));
    TrackedRun run = tracker.start(describe(experiment, data, provenance));
    run.dataset(data.reference(), "training");
    run.text("config/origins.txt", originsTable(experiment.origins()));
    run.text(Provenance.FILE, provenance.toJson());
    run.text(RunFingerprint.FILE, RunFingerprint.of(experiment, data, libraries).text());
    // Last: a run that has it has the others, and can be resumed.
    run.text(LocalRun.CONFIG, experiment.resolvedYaml());
    return run;
  }

  /** The name given by the configuration, else one of algorithm, data set and seed. */
  static String runName(ExperimentConfig config, PreparedData data) {
    String label = config.tags().getOrDefault("algorithm", config.algorithm().type().name());
    return config.name().isEmpty()
        ? label + "-" + data.training().name() + "-s" + config.seed()
        : config.name();
  }

  private static RunDescription describe(
      LoadedExperiment experiment, PreparedData data, Provenance provenance) {
    ExperimentConfig config = experiment.config();
    Map<String, String> tags = new TreeMap<>(config.tags());
    tags.putIfAbsent("algorithm", config.algorithm().type().name());
    tags.put("dataset", data.training().name());
    tags.put("environment", data.environment().id());
    tags.put(SEED, Long.toString(config.seed()));
    tags.put("study", config.experiment());
    tags.put("config_hash", experiment.hash());
    // MLflow shows each of these that is there.
    Map<String, String> git = new TreeMap<>();
    git.put("mlflow.source.git.commit", provenance.git().commit());
    git.put("mlflow.source.git.branch", provenance.git().branch());
    git.put("mlflow.source.git.dirty", provenance.git().dirty());
    git.values().removeIf(GitState.UNKNOWN::equals);
    tags.putAll(git);
    tags.put("experiment.mlflow.note.content", RunNotes.ofExperiment(config.experiment()));
    tags.put("experiment.mlflow.experiment.primaryMetric.name", "eval/normalized_score");
    tags.put("experiment.mlflow.experiment.primaryMetric.greaterIsBetter", "True");
    tags.put("experiment.mlflow.experimentKind", "custom_model_development");
    return new RunDescription(
        config.experiment(),
        runName(config, data),
        RunNotes.ofRun(experiment, data),
        parameters(experiment),
        tags,
        "spot");
  }

  /**
   * The settings that runs are compared by; the configuration's file has all of them. The labels of
   * the file are among them, because the page that compares runs does not know tags.
   */
  private static Map<String, String> parameters(LoadedExperiment experiment) {
    Map<String, String> parameters = new LinkedHashMap<>(experiment.values());
    parameters
        .keySet()
        .removeIf(
            path ->
                !path.equals(SEED) && !path.startsWith(LABELS) && !DefiningSettings.contain(path));
    // A text that is empty is a setting that is not used.
    parameters.values().removeIf(String::isEmpty);
    return parameters;
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
}
