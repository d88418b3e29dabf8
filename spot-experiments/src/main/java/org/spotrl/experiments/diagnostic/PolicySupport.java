package org.spotrl.experiments.diagnostic;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.learning.ActionValue;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Compares the policy's actions with the data's on a fixed {@link DataSample}: their size, their
 * values by the learner's critic, and their log density by the learner's own density. What a method
 * does not have is left out.
 */
public final class PolicySupport implements Diagnostic {

  /** The type named {@code support}. */
  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "support",
          "Log densities, values and sizes of the policy's and of the data's actions.",
          new Config(),
          config -> new PolicySupport());

  /** An action's number beyond this part of its maximum is saturated. */
  private static final double SATURATED = 0.99;

  private final SupportMetrics densities = new SupportMetrics("support");
  private @Nullable DataSample sample;
  private @Nullable DataSample initial;

  private PolicySupport() {}

  /** It has no settings. */
  public record Config() {}

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    if (moment.updates() == 0) {
      return;
    }
    if (sample == null) {
      sample = DataSample.of(moment.data(), moment.seed());
    }
    DataSample drawn = sample;
    float[] actions = drawn.actionsOf(learner.policy());
    LearnedModels models = learner.models();
    Map<String, Double> metrics = new TreeMap<>(values(models, drawn, actions));
    models.q().ifPresent(q -> metrics.put("q/initial_mean", initialValue(q, moment, learner)));
    metrics.putAll(sizes("policy", actions, moment.shape().maxAction()));
    metrics.putAll(sizes("data", drawn.actions(), moment.shape().maxAction()));
    SpotDivergenceException.requireFinite(
        metrics, "at the evaluation after %d updates".formatted(moment.updates()));
    models.density().ifPresent(density -> metrics.putAll(densities.of(density, drawn, actions)));
    run.metrics(moment.updates(), metrics);
  }

  /** Mean Q of the policy's actions at states in which episodes of the data begin. */
  private double initialValue(ActionValue q, DiagnosticMoment moment, Learner learner) {
    if (initial == null) {
      initial = DataSample.ofInitialStates(moment.data(), moment.seed());
    }
    return SupportMetrics.mean(q.of(initial.observations(), initial.actionsOf(learner.policy())));
  }

  /** Q of the policy's and of the data's actions, and V. */
  private static Map<String, Double> values(
      LearnedModels models, DataSample sample, float[] actions) {
    Map<String, Double> metrics = new TreeMap<>();
    models
        .q()
        .ifPresent(
            q -> {
              double[] policy = q.of(sample.observations(), actions);
              double[] data = q.of(sample.observations(), sample.actions());
              metrics.put("q/policy_mean", SupportMetrics.mean(policy));
              metrics.put("q/policy_std", SupportMetrics.deviation(policy));
              metrics.put("q/data_mean", SupportMetrics.mean(data));
            });
    models
        .v()
        .map(v -> v.of(sample.observations()))
        .ifPresent(values -> metrics.put("q/state_value_mean", SupportMetrics.mean(values)));
    return metrics;
  }

  /** Mean absolute value of the numbers of actions, and the share of those at the bounds. */
  private static Map<String, Double> sizes(String whose, float[] actions, double maxAction) {
    double[] sizes =
        IntStream.range(0, actions.length).mapToDouble(i -> Math.abs(actions[i])).toArray();
    double saturated =
        IntStream.range(0, sizes.length).filter(i -> sizes[i] > SATURATED * maxAction).count();
    return Map.of(
        "actions/%s_abs_mean".formatted(whose),
        SupportMetrics.mean(sizes),
        "actions/%s_saturated_share".formatted(whose),
        saturated / sizes.length);
  }
}
