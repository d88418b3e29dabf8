package org.spotrl.policy;

import java.util.Arrays;
import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/**
 * The distribution of maxAction * tanh(u) with u normal, as in soft actor-critic. The network
 * {@code actor} gives u's mean and log standard deviation side by side, {@code [2A]}, or is a trunk
 * with the heads {@code actor/mean} and {@code actor/log_std}. The scalars {@code
 * actor/log_std_multiplier} and {@code actor/log_std_offset}, where they exist, scale and shift the
 * log standard deviation before it is clipped to [{@code log_std_min}, {@code log_std_max}].
 *
 * <p>Setting {@code temperature} scales the standard deviation: 0 acts by the mean.
 */
public final class SquashedGaussianFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "squashed-gaussian";

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
    int a = shape.actionDim();
    float maxAction = (float) shape.maxAction();
    MlpNetwork actor =
        (weights.tensors().containsKey("actor/mean/kernel")
                ? MlpNetwork.readWithHeads(weights, "actor", a, "actor/mean", "actor/log_std")
                : MlpNetwork.read(weights, "actor"))
            .require("actor", shape.observationDim(), 2 * a);
    float multiplier = scalar(weights, "actor/log_std_multiplier", 1);
    float offset = scalar(weights, "actor/log_std_offset", 0);
    return (state, draws) -> {
      float[] output = actor.apply(state);
      float[] action = Arrays.copyOf(output, a);
      for (int d = 0; d < a; d++) {
        if (draws[d] != 0) {
          float logStd = Math.min(Math.max(output[a + d] * multiplier + offset, min), max);
          action[d] += (float) StrictMath.exp(logStd) * draws[d];
        }
        action[d] = maxAction * (float) StrictMath.tanh(action[d]);
      }
      return action;
    };
  }

  private static float scalar(StateDict weights, String name, float byDefault) {
    return weights.tensors().get(name) instanceof StateTensor.Floats floats
        ? floats.values()[0]
        : byDefault;
  }
}
