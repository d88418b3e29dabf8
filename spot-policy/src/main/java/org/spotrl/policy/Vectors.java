package org.spotrl.policy;

import java.util.Arrays;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;

/** Converts observations and actions between float64 and the float32 of networks. */
final class Vectors {

  private Vectors() {}

  /**
   * Converts an observation to float32.
   *
   * @throws IllegalArgumentException if it has another length
   */
  static float[] floats(double[] observation, int length) {
    if (observation.length != length) {
      throw new IllegalArgumentException(
          "the observation has "
              + observation.length
              + " numbers, but the policy expects "
              + length);
    }
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) observation[i];
    }
    return x;
  }

  static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  static float[] concat(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A policy that takes one proposal for standard normal draws times a temperature. */
  static Policy policy(TaskShape shape, double temperature, Proposal proposal) {
    return random ->
        observation -> {
          float[] draws = new float[shape.actionDim()];
          for (int d = 0; temperature > 0 && d < draws.length; d++) {
            draws[d] = (float) (temperature * random.nextGaussian());
          }
          return doubles(proposal.action(floats(observation, shape.observationDim()), draws));
        };
  }

  /** Moves an action by {@code scale * tanh(network(s, a))} and cuts it to the range of actions. */
  static void perturb(
      MlpNetwork network, float[] state, float[] action, float scale, float maxAction) {
    float[] shift = network.squashed(concat(state, action), scale);
    for (int d = 0; d < action.length; d++) {
      action[d] = Math.min(Math.max(action[d] + shift[d], -maxAction), maxAction);
    }
  }
}
