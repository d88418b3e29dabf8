package org.spotrl.policy;

import java.util.Arrays;
import java.util.Map;
import org.apache.commons.numbers.gamma.ErfDifference;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/**
 * A normal distribution over actions. Settings:
 *
 * <ul>
 *   <li>{@code network}: its name, {@code actor} by default.
 *   <li>{@code mean}: {@code tanh} (default) for maxAction * tanh of the network's output, {@code
 *       unsquashed} for the output itself, or {@code truncated} for the mean of the distribution of
 *       {@code tanh} after it is truncated to the range of actions; then {@code temperature} must
 *       be 0.
 *   <li>{@code log_std}: {@code vector} (default) for {@code NETWORK/log_std}, {@code [A]}, the
 *       same at all states and clipped to [{@code log_std_min}, {@code log_std_max}]; or {@code
 *       soft} for the second half of the network's output, put between these bounds by tanh.
 *   <li>{@code temperature} scales the standard deviation: 0 acts by the mean.
 * </ul>
 *
 * <p>Actions are clipped to their range.
 */
public final class GaussianFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "gaussian";

  /** Least mass within the bounds, as in the code of one-step RL. */
  private static final double MIN_MASS = 1e-8;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights) {
    double temperature = new Settings(NAME, settings).number("temperature");
    return Vectors.policy(shape, temperature, proposal(shape, settings, weights));
  }

  /** Samples of the distribution: one draw for each number of an action. */
  static Proposal proposal(TaskShape shape, Map<String, String> settings, StateDict weights) {
    Settings own = new Settings(NAME, settings);
    float min = (float) own.number("log_std_min");
    float max = (float) own.number("log_std_max");
    String mean = own.word("mean", "tanh", "unsquashed", "truncated");
    boolean squashed = !mean.equals("unsquashed");
    boolean truncated = mean.equals("truncated");
    if (truncated && own.number("temperature") != 0) {
      throw new SpotInputException(
          "a policy of format '%s' with mean 'truncated' needs temperature 0, not %s"
              .formatted(NAME, own.number("temperature")));
    }
    boolean vector = own.word("log_std", "vector", "soft").equals("vector");
    String network = settings.getOrDefault("network", "actor");
    int a = shape.actionDim();
    float maxAction = (float) shape.maxAction();
    MlpNetwork actor =
        MlpNetwork.read(weights, network)
            .require(network, shape.observationDim(), vector ? a : 2 * a);
    float[] fixed = vector ? weights.floats(network + "/log_std", a) : new float[0];
    return (state, draws) -> {
      float[] output = actor.apply(state);
      float[] action = Arrays.copyOf(output, a);
      for (int d = 0; d < a; d++) {
        if (squashed) {
          action[d] = maxAction * (float) StrictMath.tanh(action[d]);
        }
        double logStd =
            vector
                ? Math.min(Math.max(fixed[d], min), max)
                : min + 0.5 * (max - min) * (StrictMath.tanh(output[a + d]) + 1);
        if (truncated) {
          action[d] = (float) truncatedMean(action[d], StrictMath.exp(logStd), maxAction);
        } else if (draws[d] != 0) {
          action[d] += (float) StrictMath.exp(logStd) * draws[d];
        }
        action[d] = Math.min(Math.max(action[d], -maxAction), maxAction);
      }
      return action;
    };
  }

  /** Mean of a normal distribution that is truncated to [-bound, bound]. */
  private static double truncatedMean(double mean, double std, double bound) {
    double low = (-bound - mean) / std;
    double high = (bound - mean) / std;
    double mass = ErfDifference.value(low / Math.sqrt(2), high / Math.sqrt(2)) / 2;
    double slope = StrictMath.exp(-low * low / 2) - StrictMath.exp(-high * high / 2);
    return mean + std * slope / Math.sqrt(2 * Math.PI) / Math.max(mass, MIN_MASS);
  }
}
