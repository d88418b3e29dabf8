package org.spotrl.mujoco.maze;

/** Reward of a position, by its distance to the goal. */
public enum MazeReward {
  /** 1 within 0.5 m of the goal, else 0. */
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

  static final double GOAL_RADIUS = 0.5;

  abstract double at(double distance);

  double at(double x, double y, MazeMap.Cell goal) {
    return at(x, y, goal.x(), goal.y());
  }

  double at(double x, double y, double goalX, double goalY) {
    double dx = x - goalX;
    double dy = y - goalY;
    return at(Math.sqrt(dx * dx + dy * dy));
  }
}
