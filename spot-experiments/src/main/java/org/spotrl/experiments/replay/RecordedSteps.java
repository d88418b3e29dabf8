package org.spotrl.experiments.replay;

import java.util.Arrays;
import java.util.Optional;
import org.spotrl.data.format.RecordedStates;
import org.spotrl.mujoco.env.MujocoEnvironment;

/**
 * Rows of a file as steps: the state before, the action, the state after.
 *
 * @param states the file
 * @param after true if a row has the state after its action, as D4RL's AntMaze files were written:
 *     the state before is then that of the row before
 */
record RecordedSteps(RecordedStates states, boolean after) {

  /** Rows that are looked at to find out whether states were recorded before or after the step. */
  private static final int LOOKED_AT = 200;

  /**
   * A state.
   *
   * @param qpos position, {@code [nq]}
   * @param qvel velocity, {@code [nv]}
   */
  @SuppressWarnings("ArrayRecordComponent") // used for one step only
  record State(double[] qpos, double[] qvel) {

    /** True if float32 represents every number: it has probably been rounded. */
    boolean isFloat32() {
      return isFloat32(qpos) && isFloat32(qvel);
    }

    private static boolean isFloat32(double... numbers) {
      return Arrays.stream(numbers).allMatch(number -> number == (float) number);
    }
  }

  /** The steps of a file; finds out when its states were recorded, by its observations. */
  static RecordedSteps of(RecordedStates states, MujocoEnvironment environment, double tolerance) {
    int before = 0;
    int after = 0;
    int stride = Math.max(1, states.rows() / LOOKED_AT);
    for (int row = 0; row + 1 < states.rows() && !states.hasNext(); row += stride) {
      if (!states.ends()[row]) {
        double[] seen =
            environment.restore(states.row(states.qpos(), row), states.row(states.qvel(), row));
        before += distance(seen, observation(states, row)) <= tolerance ? 1 : 0;
        after += distance(seen, observation(states, row + 1)) <= tolerance ? 1 : 0;
      }
    }
    return new RecordedSteps(states, after > before);
  }

  private static double distance(double[] seen, double[] recorded) {
    return Difference.largest(0, Quantity.OBSERVATION, recorded, rounded(seen)).size();
  }

  /** To float32, in which observations and rewards are read. */
  static double[] rounded(double... numbers) {
    return Arrays.stream(numbers).map(number -> (float) number).toArray();
  }

  /** The observation of a row, {@code [S]}. */
  double[] observation(int row) {
    return observation(states, row);
  }

  private static double[] observation(RecordedStates states, int row) {
    int dim = states.steps().shape().observationDim();
    double[] observation = new double[dim];
    Arrays.setAll(observation, i -> states.steps().observations()[row * dim + i]);
    return observation;
  }

  /** The action of a row, {@code [A]}. */
  double[] action(int row) {
    return states.row(states.actions(), row);
  }

  /** True if the state before a row's step is known. */
  boolean hasStart(int row) {
    return !after || (row > 0 && !states.ends()[row - 1]);
  }

  /** The state before a row's step. */
  State start(int row) {
    int at = after ? row - 1 : row;
    return new State(states.row(states.qpos(), at), states.row(states.qvel(), at));
  }

  /** The state after a row's step, if it is known. */
  Optional<State> end(int row) {
    if (states.hasNext()) {
      return Optional.of(
          new State(states.row(states.nextQpos(), row), states.row(states.nextQvel(), row)));
    }
    int at = after ? row : row + 1;
    boolean known = after || (at < states.rows() && !states.ends()[row]);
    return known
        ? Optional.of(new State(states.row(states.qpos(), at), states.row(states.qvel(), at)))
        : Optional.empty();
  }

  /** True if a row is the first of an episode, as far as the order of the rows shows it. */
  boolean beginsEpisode(int row) {
    return !states.hasNext() && (row == 0 || states.ends()[row - 1]);
  }

  /** True if the row before is the step before. */
  boolean followsRowBefore(int row) {
    if (row == 0 || states.ends()[row - 1] || !hasStart(row - 1)) {
      return false;
    }
    State start = start(row);
    return end(row - 1)
        .filter(
            end ->
                Arrays.equals(end.qpos(), start.qpos()) && Arrays.equals(end.qvel(), start.qvel()))
        .isPresent();
  }

  /** True if a time limit ended the episode at this row. */
  boolean isCut(int row) {
    return states.steps().timeouts().length > 0 && states.steps().timeouts()[row] != 0;
  }

  /** Reward of a row. */
  double reward(int row) {
    return states.steps().rewards()[row];
  }

  /** 1 if the task ended at this row. */
  double terminal(int row) {
    return states.steps().terminals()[row];
  }
}
