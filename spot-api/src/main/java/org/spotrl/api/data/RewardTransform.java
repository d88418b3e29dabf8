package org.spotrl.api.data;

import org.spotrl.api.error.SpotInputException;

/**
 * A change of every reward before training; evaluation keeps the environment's own. An extension
 * point for {@link org.spotrl.api.component.ComponentType}.
 */
@FunctionalInterface
public interface RewardTransform {

  /** Leaves rewards as they are. */
  RewardTransform IDENTITY = data -> reward -> reward;

  /** The AntMaze rule of SPOT's authors: 0 where the reward is 1, else -1. */
  RewardTransform SPARSE_TO_COST = data -> reward -> reward == 1.0f ? 0.0f : -1.0f;

  /**
   * The change for these trajectories, on which it may depend.
   *
   * @throws SpotInputException if it cannot be made for them
   */
  Fitted fit(Trajectories trajectories);

  /** What becomes of one reward. */
  @FunctionalInterface
  interface Fitted {

    /** The reward that training sees. */
    float apply(float reward);
  }

  /** scale * r + shift. */
  static RewardTransform affine(double scale, double shift) {
    return data -> reward -> (float) (scale * reward + shift);
  }

  /**
   * scale * r / (greatest return - least return), over the transitions of all trajectories, an
   * unfinished last one included, as IQL's authors do. CORL leaves that one out.
   */
  static RewardTransform returnRange(double scale) {
    return data -> {
      RunningStatistics returns = returns(data.transitions());
      double range = returns.max() - returns.min();
      if (!(range > 0)) {
        throw new SpotInputException(
            "data set '%s': rewards cannot be divided by the range of returns, because every return is %s; take another reward transform, for example identity or affine"
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
