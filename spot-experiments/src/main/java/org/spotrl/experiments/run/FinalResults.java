package org.spotrl.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.api.tracking.ModelDescription;
import org.spotrl.experiments.measure.ActingTime;
import org.spotrl.experiments.measure.RunTimes;
import org.spotrl.policy.PolicyArchive;

/** Records the results of a finished training: scores, costs and the policy. */
final class FinalResults {

  /** Rows of the data for measuring the time per action. */
  private static final int ACTING_OBSERVATIONS = 1_000;

  /** The table of times and memory. */
  private static final String COSTS = "tables/costs.json";

  /** The costs that are also metrics, so that runs can be compared by them. */
  private static final Set<String> COMPARED_COSTS =
      Set.of("time/total_seconds", "time/total_training_seconds", "time/action_us_median");

  private static final Pattern MODEL_SETTINGS =
      Pattern.compile("(algorithm|dataset|rewards)\\..*|seed|normalize_observations");

  private FinalResults() {}

  /**
   * Records the results.
   *
   * @param result the final evaluation; empty for training without an environment
   * @throws SpotRunException if the policy cannot be written
   */
  static void record(RunContext context, Optional<EvaluationResult> result) {
    PreparedData data = context.data();
    PolicyArchive policy = new PolicyArchive(context.learner().snapshot(), data.normalizer());
    Map<String, Double> scores = new TreeMap<>();
    result.ifPresent(
        evaluation -> {
          scores.put("final/return_mean", evaluation.meanReturn());
          scores.put("final/normalized_score", evaluation.normalizedScore());
        });
    scores.put("final/behavior_normalized_score", data.behaviorScore());
    // Data without an environment has no scores.
    scores.values().removeIf(value -> value.isNaN());
    context.run().metrics(RunTimes.ONCE, scores);
    ActingTime acting =
        ActingTime.of(
            data.normalizer().wrap(context.learner().policy()),
            data.rawObservations(ACTING_OBSERVATIONS),
            System::nanoTime);
    recordCosts(context, acting.metrics());
    store(context, policy, model(context, result, scores));
  }

  /** Records only what the run has cost: there is no policy. */
  static void recordCosts(RunContext context) {
    recordCosts(context, Map.of());
  }

  private static void recordCosts(RunContext context, Map<String, Double> acting) {
    Map<String, Double> costs = new TreeMap<>(acting);
    costs.putAll(context.memory().peaks());
    costs.putAll(context.times().totals());
    context.learner().phases().forEach(each -> costs.putAll(context.times().phaseTotals(each)));
    List<List<Object>> rows = new ArrayList<>();
    costs.forEach((name, value) -> rows.add(List.of(name, value)));
    context.run().table(COSTS, List.of("cost", "value"), rows);
    costs.keySet().retainAll(COMPARED_COSTS);
    context.run().metrics(RunTimes.ONCE, costs);
  }

  /** The final policy with settings and scores, for the page of the model. */
  private static ModelDescription model(
      RunContext context, Optional<EvaluationResult> result, Map<String, Double> scores) {
    Map<String, String> settings = new LinkedHashMap<>(context.experiment().values());
    settings.keySet().removeIf(name -> !MODEL_SETTINGS.matcher(name).matches());
    long updates = context.policyUpdates();
    return new ModelDescription(
        "policy",
        updates,
        RunNotes.ofPolicy(context.identity().name(), context.data(), updates, result),
        settings,
        scores,
        context.config().tracking().register());
  }

  private static void store(RunContext context, PolicyArchive policy, ModelDescription model) {
    try {
      Path folder = Files.createTempDirectory("spot-policy");
      policy.write(folder, context.data().environment().id(), context.run().id());
      context.run().artifact("policy", folder);
      context.run().model(model, folder);
      AtomicFiles.deleteTree(folder);
    } catch (IOException e) {
      throw new SpotRunException("cannot write the final policy: " + e.getMessage(), e);
    }
  }
}
