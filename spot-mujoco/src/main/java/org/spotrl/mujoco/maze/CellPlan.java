package org.spotrl.mujoco.maze;

import org.spotrl.mujoco.maze.MazeMap.Cell;

/**
 * The best next cell from every cell to one goal cell, by tabular Q-iteration as in D4RL's
 * controller: reward 1 in the goal cell, discount 0.99, 50 sweeps, ties go to the first move.
 */
final class CellPlan {

  private static final int SWEEPS = 50;
  private static final double DISCOUNT = 0.99;

  /** The moves in D4RL's order; the first of equally good moves is taken. */
  private static final int[][] MOVES = {{0, 0}, {0, -1}, {0, 1}, {-1, 0}, {1, 0}};

  private final MazeMap map;
  private final Cell goal;
  private final double[][][] q;

  CellPlan(MazeMap map, Cell goal) {
    this.map = map;
    this.goal = goal;
    q = iterate();
  }

  /**
   * The best next cell. {@code from} may be a wall cell, because the ball's position is rounded.
   */
  Cell next(Cell from) {
    double[] values = q[from.x()][from.y()];
    int best = 0;
    for (int move = 1; move < MOVES.length; move++) {
      if (values[move] > values[best]) {
        best = move;
      }
    }
    return after(from.x(), from.y(), best);
  }

  private double[][][] iterate() {
    double[][][] current = new double[map.width()][map.height()][MOVES.length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double[][][] updated = new double[map.width()][map.height()][MOVES.length];
      for (int x = 0; x < map.width(); x++) {
        for (int y = 0; y < map.height(); y++) {
          double reward = x == goal.x() && y == goal.y() ? 1.0 : 0.0;
          for (int move = 0; move < MOVES.length; move++) {
            Cell next = after(x, y, move);
            updated[x][y][move] = reward + DISCOUNT * max(current[next.x()][next.y()]);
          }
        }
      }
      current = updated;
    }
    return current;
  }

  /** The cell after a move; at walls and the border the move does nothing. */
  private Cell after(int x, int y, int move) {
    int toX = x + MOVES[move][0];
    int toY = y + MOVES[move][1];
    boolean open =
        toX >= 0 && toX < map.width() && toY >= 0 && toY < map.height() && !map.wall(toX, toY);
    return open ? new Cell(toX, toY) : new Cell(x, y);
  }

  private static double max(double[] values) {
    double max = values[0];
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}
