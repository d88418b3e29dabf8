package org.spotrl.api.data;

import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.statistics.RunningStatistics;

/**
 * Changes every reward before training; evaluation uses the environment's rewards. An extension
 * point for {@link org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface RewardTransform {

  /** Leaves rewards as they are. */
  RewardTransform IDENTITY = data -> reward -> reward;

  /** The AntMaze rule of SPOT's authors: 0 if the reward is 1, else -1. */
  RewardTransform SPARSE_TO_COST = data -> reward -> reward == 1.0f ? 0.0f : -1.0f;

  /**
   * Fits the transform to these trajectories.
   *
   * @throws SpotInputException if it is not defined for them
   */
  Fitted fit(Trajectories trajectories);

  /** A transform fitted to trajectories. */
  @FunctionalInterface
  interface Fitted {

    /** The reward that training uses. */
    float apply(float reward);
  }

  /** scale * r + shift. */
  static RewardTransform affine(double scale, double shift) {
    return data -> reward -> (float) (scale * reward + shift);
  }

  /**
   * scale * r / (maximum return - minimum return), over the transitions of all trajectories. An
   * unfinished last trajectory counts, as in the code of IQL's authors; CORL leaves it out.
   */
  static RewardTransform returnRange(double scale) {
    return data -> {
      RunningStatistics returns = returns(data.transitions());
      double range = returns.max() - returns.min();
      if (!(range > 0)) {
        throw new SpotInputException(
            "data set '%s': rewards cannot be divided by the range of returns because every return is %s; use another reward transform, for example identity or affine"
                .formatted(data.name(), returns.max()));
      }
      return reward -> (float) (reward / range * scale);
    };
  }

  private static RunningStatistics returns(Dataset data) {
    RunningStatistics returns = new RunningStatistics();
    double sum = 0;
    for (int i = 0; i < data.size(); i++) {
      sum += data.reward(i);
      if (data.terminal(i) || data.timeout(i) || i + 1 == data.size()) {
        returns.add(sum);
        sum = 0;
      }
    }
    return returns;
  }
}
