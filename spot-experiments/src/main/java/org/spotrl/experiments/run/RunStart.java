package org.spotrl.experiments.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

/** Starts a tracked run and records its tags, data, configuration and provenance. */
final class RunStart {

  private static final String LABELS = "tags.";

  private RunStart() {}

  /**
   * Starts the run.
   *
   * @param fork the run that it continues, if any
   */
  static TrackedRun begin(
      Tracker tracker,
      LoadedExperiment experiment,
      PreparedData data,
      RunIdentity identity,
      LibraryState libraries,
      Optional<Fork> fork) {
    Provenance provenance =
        Provenance.collect(
            Path.of("").toAbsolutePath(),
            commandLine(),
            libraries,
            Plugin.of(experiment.config().componentTypes()));
    Map<String, String> parent = fork.map(Fork::tags).orElse(Map.of());
    TrackedRun run = tracker.start(describe(experiment, data, identity, provenance, parent));
    run.dataset(data.reference(), "training");
    run.text("config/origins.txt", originsTable(experiment.origins()));
    run.text(Provenance.FILE, provenance.toJson());
    run.text(RunFingerprint.FILE, RunFingerprint.of(experiment, data, libraries).text());
    fork.ifPresent(from -> from.saveTo(run, experiment));
    // Last: a run with this file has all others and can be resumed.
    run.text(LocalRun.CONFIG, experiment.resolvedYaml());
    return run;
  }

  private static RunDescription describe(
      LoadedExperiment experiment,
      PreparedData data,
      RunIdentity identity,
      Provenance provenance,
      Map<String, String> parent) {
    ExperimentConfig config = experiment.config();
    Map<String, String> tags = new TreeMap<>(config.tags());
    tags.putAll(parent);
    tags.putIfAbsent("algorithm", config.algorithm().type().name());
    tags.put("dataset", data.training().name());
    tags.put("environment", data.environment().id());
    tags.put(RunIdentity.METHOD, identity.method());
    tags.put(RunIdentity.CONFIGURATION, identity.configuration());
    tags.put(RunIdentity.SEED, Long.toString(identity.seed()));
    tags.put("study", config.experiment());
    // MLflow shows them beside the source, spot.
    tags.putAll(git("mlflow.source.git.", provenance.spot()));
    // With the same commit, it is spot's own repository.
    if (!provenance.git().commit().equals(provenance.spot().commit())) {
      tags.putAll(git("spot.repository.", provenance.git()));
    }
    tags.put("experiment.mlflow.note.content", RunNotes.ofExperiment(config.experiment()));
    tags.put("experiment.mlflow.experiment.primaryMetric.name", "eval/normalized_score");
    tags.put("experiment.mlflow.experiment.primaryMetric.greaterIsBetter", "True");
    tags.put("experiment.mlflow.experimentKind", "custom_model_development");
    return new RunDescription(
        config.experiment(),
        identity.name(),
        RunNotes.ofRun(experiment, data),
        parameters(experiment),
        tags,
        "spot");
  }

  /** The known properties of a repository. */
  private static Map<String, String> git(String prefix, GitState state) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(prefix + "commit", state.commit());
    tags.put(prefix + "branch", state.branch());
    tags.put(prefix + "dirty", state.dirty());
    tags.values().removeIf(GitState.UNKNOWN::equals);
    return tags;
  }

  /**
   * The settings that define results, and the user's tags: MLflow's page that compares runs does
   * not show tags.
   */
  private static Map<String, String> parameters(LoadedExperiment experiment) {
    Map<String, String> parameters = new LinkedHashMap<>(experiment.values());
    parameters
        .keySet()
        .removeIf(
            path ->
                !path.equals(RunIdentity.SEED)
                    && !path.startsWith(LABELS)
                    && !DefiningSettings.contain(path));
    // An empty text is an unused setting.
    parameters.values().removeIf(String::isEmpty);
    return parameters;
  }

  /** The user's command, from the arguments of the main class. */
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
