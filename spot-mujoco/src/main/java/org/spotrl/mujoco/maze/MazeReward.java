package org.spotrl.mujoco.maze;

/** Reward of a position, by its distance to the goal. */
public enum MazeReward {
  /** 1 within half a cell of the goal, else 0. */
  SPARSE {
    @Override
    double at(double distance) {
      return distance <= GOAL_RADIUS ? 1.0 : 0.0;
    }
  },

  /** exp(-distance). */
  DENSE {
    @Override
    double at(double distance) {
      return StrictMath.exp(-distance);
    }
  };

  private static final double GOAL_RADIUS = 0.5;

  abstract double at(double distance);

  double at(double x, double y, MazeMap.Cell goal) {
    double dx = x - goal.x();
    double dy = y - goal.y();
    return at(Math.sqrt(dx * dx + dy * dy));
  }
}
