package org.spotrl.experiments.replay;

import java.util.List;

/**
 * What a replay compares.
 *
 * @param tolerance largest difference of a number that counts as equal
 * @param rows number of rows, drawn at random; 0 for all
 * @param seed seed of that draw
 * @param goal the ant maze's goal, x and y; empty if it is not given
 * @param fileGoals true if the rewards are for the goals in the file's {@code infos/goal}, if there
 *     are any. In D4RL's AntMaze files they are not: their rewards were recomputed for another goal
 */
public record ReplayOptions(
    double tolerance, int rows, long seed, List<Double> goal, boolean fileGoals) {

  /**
   * All rows. The tolerance lies between two differences measured in 20,000 steps of each
   * environment: rounding a state to float32, as D4RL's files do, moves 999 of 1,000 next states by
   * less than 1e-4; the other version's physics moves half of them by more than 4e-3.
   */
  public static final ReplayOptions DEFAULTS = new ReplayOptions(1e-3, 0, 0, List.of(), true);

  /** Copies the goal. */
  public ReplayOptions {
    goal = List.copyOf(goal);
  }
}
