package org.spotrl.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;

/**
 * A Gaussian policy with mean maxAction * tanh of the network {@code actor} and a state-independent
 * log standard deviation {@code actor/log_std}, {@code [A]}, clipped to [{@code log_std_min},
 * {@code log_std_max}].
 *
 * <p>The setting {@code temperature} scales the standard deviation; at 0 the policy takes the mean.
 * Samples are clipped to the action range.
 */
public final class GaussianFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "gaussian";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights) {
    Settings own = new Settings(NAME, settings);
    double temperature = own.number("temperature");
    double min = own.number("log_std_min");
    double max = own.number("log_std_max");
    MlpPolicy mean = MlpFormat.read(shape, weights);
    float[] logStd = weights.floats("actor/log_std", shape.actionDim());
    if (temperature == 0) {
      return mean;
    }
    double[] std = new double[logStd.length];
    for (int d = 0; d < std.length; d++) {
      double clipped = Math.min(Math.max(logStd[d], min), max);
      std[d] = temperature * StrictMath.exp(clipped);
    }
    return random -> observation -> sample(mean.act(observation), std, shape.maxAction(), random);
  }

  private static double[] sample(
      double[] mean, double[] std, double maxAction, RandomSequence random) {
    double[] action = new double[mean.length];
    for (int d = 0; d < action.length; d++) {
      double sample = mean[d] + std[d] * random.nextGaussian();
      action[d] = Math.min(Math.max(sample, -maxAction), maxAction);
    }
    return action;
  }
}
