package org.spotrl.api.data;

/** A change of every reward before training; evaluation keeps the environment's own. */
@FunctionalInterface
public interface RewardTransform {

  /** Leaves rewards as they are. */
  RewardTransform IDENTITY = reward -> reward;

  /** The AntMaze rule of SPOT's authors: 0 where the reward is 1, else -1. */
  RewardTransform SPARSE_TO_COST = reward -> reward == 1.0f ? 0.0f : -1.0f;

  /** The reward that training sees. */
  float apply(float reward);

  /** scale * r + shift. */
  static RewardTransform affine(double scale, double shift) {
    return reward -> (float) (scale * reward + shift);
  }
}
