package org.spotrl.experiments.diagnostic;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Compares how likely the behaviour policy was to take the learnt policy's actions and its own, on
 * a fixed sample of the data's observations.
 *
 * <p>This is the support that SPOT constrains: where the policy's mean log density falls far below
 * the data's, its actions are not supported. Methods that learn no density record nothing.
 */
public final class SupportDensities implements Diagnostic {

  /** The type named {@code support}. */
  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "support",
          "Mean log density of the policy's and of the data's actions.",
          new Config(),
          config -> new SupportDensities());

  private static final int ROWS = 512;

  private SupportDensities() {}

  /** It has no settings. */
  public record Config() {}

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    Optional<BehaviorDensity> density = learner.models().density();
    if (moment.updates() > 0 && density.isPresent()) {
      run.metrics(
          moment.updates(), metrics(density.get(), learner.policy(), moment.data(), moment.seed()));
    }
  }

  /** Mean log densities in nats under {@code support/}. */
  static Map<String, Double> metrics(
      BehaviorDensity density, Policy policy, Dataset data, long seed) {
    FloatBuffer observations = FloatBuffer.allocate(ROWS * data.observationDim());
    FloatBuffer actions = FloatBuffer.allocate(ROWS * data.actionDim());
    FloatBuffer chosen = FloatBuffer.allocate(ROWS * data.actionDim());
    RandomSequence random = RandomStream.of(seed, "support-probe").at(0);
    RandomStream acting = RandomStream.of(seed, "support-actions");
    for (int row = 0; row < ROWS; row++) {
      int i = random.nextInt(data.size());
      float[] observation = data.observation(i);
      observations.put(observation);
      actions.put(data.action(i));
      Actor actor = policy.start(acting.at(row));
      for (double value : actor.act(StatePictures.doubles(observation))) {
        chosen.put((float) value);
      }
    }
    return Map.of(
        "support/log_density_policy",
        mean(density.logDensity(observations.array(), chosen.array())),
        "support/log_density_data",
        mean(density.logDensity(observations.array(), actions.array())));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
