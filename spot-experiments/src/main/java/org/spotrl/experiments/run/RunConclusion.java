package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.measure.ActingTime;
import org.spotrl.experiments.measure.ProcessMemory;
import org.spotrl.experiments.measure.RunTimes;

/** What a run records when its training is done: its final figures, its costs and its policy. */
final class RunConclusion {

  /** Rows of the data that acting is timed on. */
  private static final int ACTING_OBSERVATIONS = 1_000;

  private static final Pattern MODEL_SETTINGS =
      Pattern.compile("(algorithm|dataset|rewards)\\..*|seed|normalize_observations");

  private final LoadedExperiment experiment;
  private final PreparedData data;
  private final TrackedRun run;

  RunConclusion(LoadedExperiment experiment, PreparedData data, TrackedRun run) {
    this.experiment = experiment;
    this.data = data;
    this.run = run;
  }

  /**
   * Records all of that.
   *
   * @param result of the final evaluation
   * @throws SpotRunException if the policy cannot be written
   */
  void record(EvaluationResult result, Learner learner, RunTimes watch, ProcessMemory memory) {
    PolicyArchive policy = new PolicyArchive(learner.policy(), data.normalizer());
    Map<String, Double> scores = new TreeMap<>();
    scores.put("final/return_mean", result.meanReturn());
    scores.put("final/normalized_score", result.normalizedScore());
    scores.put("final/behavior_normalized_score", data.behaviorScore());
    // As step 0, by which MLflow draws bars, one for each run.
    run.metrics(RunTimes.ONCE, scores);
    Map<String, Double> costs = new TreeMap<>(actingTime(policy).metrics());
    costs.putAll(memory.peaks());
    costs.putAll(watch.totals());
    run.metrics(RunTimes.ONCE, costs);
    long updates = ExperimentRunner.policyUpdates(learner);
    store(policy, model(updates, RunNotes.ofPolicy(experiment, data, updates, result), scores));
  }

  private ActingTime actingTime(PolicyArchive policy) {
    return ActingTime.of(
        policy.onRawObservations(), data.rawObservations(ACTING_OBSERVATIONS), System::nanoTime);
  }

  /** The final policy with its settings and scores, as the model's own page shows them. */
  private ModelDescription model(long updates, String description, Map<String, Double> scores) {
    Map<String, String> settings = new LinkedHashMap<>(experiment.values());
    settings.keySet().removeIf(name -> !MODEL_SETTINGS.matcher(name).matches());
    return new ModelDescription(
        "policy",
        updates,
        description,
        settings,
        scores,
        experiment.config().tracking().register());
  }

  private void store(PolicyArchive policy, ModelDescription model) {
    try {
      Path folder = Files.createTempDirectory("spot-policy");
      policy.write(folder, data.environment().id(), run.id());
      run.artifact("policy", folder);
      run.model(model, folder);
      deleteFlatFolder(folder);
    } catch (IOException e) {
      throw new SpotRunException("cannot write the final policy: " + e.getMessage(), e);
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
