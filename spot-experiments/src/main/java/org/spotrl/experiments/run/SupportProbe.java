package org.spotrl.experiments.run;

import java.util.Map;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Compares how likely the behaviour policy was to take the learnt policy's actions and its own, on
 * a fixed sample of the data's observations.
 *
 * <p>This is the support that SPOT constrains: where the policy's mean log density falls far below
 * the data's, its actions are not supported.
 *
 * @param observations {@code [n, S]}, normalised
 * @param actions {@code [n, A]}, those of the data
 * @param observationDim S
 */
@SuppressWarnings("ArrayRecordComponent") // used within this package, never compared
record SupportProbe(float[] observations, float[] actions, int observationDim) {

  private static final int ROWS = 512;

  /** A sample of rows that depends on the seed alone. */
  static SupportProbe of(Dataset dataset, long seed) {
    int s = dataset.observationDim();
    int a = dataset.actionDim();
    float[] observations = new float[ROWS * s];
    float[] actions = new float[ROWS * a];
    RandomSequence random = RandomStream.of(seed, "support-probe").at(0);
    for (int row = 0; row < ROWS; row++) {
      int i = random.nextInt(dataset.size());
      dataset.copyObservation(i, observations, row * s);
      dataset.copyAction(i, actions, row * a);
    }
    return new SupportProbe(observations, actions, s);
  }

  /** Mean log densities in nats under {@code support/}. */
  Map<String, Double> metrics(BehaviorDensity density, Policy policy) {
    int rows = observations.length / observationDim;
    int actionDim = actions.length / rows;
    float[] chosen = new float[actions.length];
    double[] observation = new double[observationDim];
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < observationDim; d++) {
        observation[d] = observations[row * observationDim + d];
      }
      double[] action = policy.act(observation);
      for (int d = 0; d < actionDim; d++) {
        chosen[row * actionDim + d] = (float) action[d];
      }
    }
    return Map.of(
        "support/log_density_policy", mean(density.logDensity(observations, chosen)),
        "support/log_density_data", mean(density.logDensity(observations, actions)));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
