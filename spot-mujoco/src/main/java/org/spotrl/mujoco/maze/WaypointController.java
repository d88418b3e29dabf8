package org.spotrl.mujoco.maze;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.maze.MazeMap.Cell;

/**
 * D4RL's behaviour policy in the mazes: plans a path of cells to the goal and steers from waypoint
 * to waypoint with a proportional-derivative (PD) controller.
 *
 * <p>It keeps two properties of the original, because D4RL's data has them: it plans only when the
 * goal moves to another cell, and it steers to the centre of the goal's cell instead of the goal.
 */
public final class WaypointController {

  private static final double POSITION_GAIN = 10.0;
  private static final double VELOCITY_GAIN = -1.0;
  private static final double REACHED = 0.1;
  private static final double STANDING = 0.1;
  private static final double WAYPOINT_NOISE = 0.2;
  private static final int MAX_WAYPOINTS = 100;

  private final MazeMap map;
  private final RandomSequence random;
  private final Map<Cell, CellPlan> plans = new HashMap<>();
  private final List<double[]> waypoints = new ArrayList<>();
  private @Nullable Cell target;
  private int waypoint;
  private double previousX;
  private double previousY;

  /**
   * A controller without a goal.
   *
   * @param random draws the offsets of the waypoints
   */
  public WaypointController(MazeMap map, RandomSequence random) {
    this.map = map;
    this.random = random;
  }

  /**
   * The controller's output for one step.
   *
   * @param action the action in [-1, 1], {@code [2]}
   * @param arrived true if the ball is at the centre of the goal's cell
   */
  @SuppressWarnings("ArrayRecordComponent") // used for one step only
  public record Decision(double[] action, boolean arrived) {}

  /**
   * Computes the action of one step.
   *
   * @param state {@code [x, y, vx, vy]}
   * @param goal {@code [x, y]}
   */
  public Decision decide(double[] state, double[] goal) {
    Cell goalCell = cellOf(goal[0], goal[1]);
    if (!goalCell.equals(target)) {
      plan(cellOf(state[0], state[1]), goalCell);
    }
    double moved = distance(previousX, previousY, state[0], state[1]);
    boolean arrived =
        distance(state[0], state[1], goalCell.x(), goalCell.y()) < REACHED && moved < STANDING;
    double[] next = arrived ? new double[] {goalCell.x(), goalCell.y()} : waypoints.get(waypoint);
    double[] action = {steer(next[0] - state[0], state[2]), steer(next[1] - state[1], state[3])};
    if (!arrived && distance(state[0], state[1], next[0], next[1]) < REACHED && moved < STANDING) {
      waypoint++;
    }
    previousX = state[0];
    previousY = state[1];
    return new Decision(action, arrived);
  }

  private void plan(Cell start, Cell goal) {
    CellPlan plan = plans.computeIfAbsent(goal, cell -> new CellPlan(map, cell));
    waypoints.clear();
    Cell cell = start;
    do {
      cell = plan.next(cell);
      waypoints.add(
          cell.equals(goal)
              ? new double[] {cell.x(), cell.y()}
              : new double[] {
                cell.x() - WAYPOINT_NOISE * random.nextDouble(),
                cell.y() - WAYPOINT_NOISE * random.nextDouble()
              });
    } while (!cell.equals(goal) && waypoints.size() < MAX_WAYPOINTS);
    waypoint = 0;
    target = goal;
    // Not the current position: the first step after planning counts as a move from the cell's
    // centre.
    previousX = start.x();
    previousY = start.y();
  }

  private static double steer(double error, double velocity) {
    return Math.max(-1.0, Math.min(1.0, POSITION_GAIN * error + VELOCITY_GAIN * velocity));
  }

  private static Cell cellOf(double x, double y) {
    return new Cell((int) Math.rint(x), (int) Math.rint(y));
  }

  private static double distance(double x1, double y1, double x2, double y2) {
    return Math.sqrt((x1 - x2) * (x1 - x2) + (y1 - y2) * (y1 - y2));
  }
}
