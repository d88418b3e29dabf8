package org.spotrl.data.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spotrl.api.error.SpotInputException;

/**
 * The steps of a file with the simulator's state before each, as D4RL's files have it in {@code
 * infos/qpos} and {@code infos/qvel}.
 *
 * @param steps the steps
 * @param ends true at the last row of an episode, {@code [T]}
 * @param actions {@code [T, A]} in float64
 * @param qpos positions, {@code [T, nq]}
 * @param qvel velocities, {@code [T, nv]}
 * @param nextQpos positions after the step, {@code infos/next_qpos}; empty if the file has none
 * @param nextQvel velocities after the step, {@code infos/next_qvel}; empty if the file has none
 * @param goals {@code infos/goal}, {@code [T, G]}; empty if the file has none
 */
@SuppressWarnings("ArrayRecordComponent") // large, never compared
public record RecordedStates(
    StepTable steps,
    boolean[] ends,
    double[] actions,
    double[] qpos,
    double[] qvel,
    double[] nextQpos,
    double[] nextQvel,
    double[] goals) {

  private static final String QPOS = "infos/qpos";
  private static final String QVEL = "infos/qvel";
  private static final String NEXT_QPOS = "infos/next_qpos";
  private static final String NEXT_QVEL = "infos/next_qvel";
  private static final String GOAL = "infos/goal";
  private static final double[] NONE = {};

  /**
   * Reads a file.
   *
   * @param limit steps of an episode, which ends episodes where the file has no timeouts
   * @throws SpotInputException if the file has no states, or is damaged; the message has all that
   *     is missing
   */
  public static RecordedStates read(Path path, int limit) {
    try (ColumnFile file = ColumnFile.open(path)) {
      int rows = StepShape.of(file).steps();
      requireStates(file, rows);
      StepTable steps = StepTable.read(path, false);
      boolean[] cut = steps.asD4rl("replay", limit).timeouts();
      boolean[] ends = new boolean[rows];
      for (int row = 0; row < rows; row++) {
        ends[row] = cut[row] || steps.terminals()[row] != 0;
      }
      return new RecordedStates(
          steps,
          ends,
          StepShape.readDoubles(file, StepShape.ACTIONS),
          StepShape.readDoubles(file, QPOS),
          StepShape.readDoubles(file, QVEL),
          optional(file, NEXT_QPOS),
          optional(file, NEXT_QVEL),
          optional(file, GOAL));
    }
  }

  private static double[] optional(ColumnFile file, String column) {
    return StepShape.shape(file, column).isEmpty() ? NONE : StepShape.readDoubles(file, column);
  }

  private static void requireStates(ColumnFile file, int rows) {
    List<String> problems = new ArrayList<>();
    for (String column : List.of(QPOS, QVEL)) {
      if (StepShape.shape(file, column).isEmpty()) {
        problems.add("column '%s' is missing".formatted(column));
      }
    }
    if (!problems.isEmpty()) {
      throw new SpotInputException(
          ("'%s' has no states of the simulator: %s. The file has %s. A replay needs the position"
                  + " and velocity before each step; record them when you collect (in Gymnasium"
                  + " env.unwrapped.data.qpos and .qvel) and store them as '%s' and '%s'")
              .formatted(
                  file.path(),
                  String.join("; ", problems),
                  String.join(", ", file.columns().keySet()),
                  QPOS,
                  QVEL));
    }
    for (String column : List.of(QPOS, QVEL, NEXT_QPOS, NEXT_QVEL, GOAL)) {
      List<Long> shape = StepShape.shape(file, column);
      if (!shape.isEmpty() && (shape.size() != 2 || shape.get(0) != rows)) {
        problems.add(
            "column '%s' has shape %s, but [%d, n] is needed: one row for each step"
                .formatted(column, shape, rows));
      }
    }
    if (StepShape.shape(file, NEXT_QPOS).isEmpty() != StepShape.shape(file, NEXT_QVEL).isEmpty()) {
      problems.add("'%s' and '%s' belong together: add the other".formatted(NEXT_QPOS, NEXT_QVEL));
    }
    for (String[] pair : new String[][] {{QPOS, NEXT_QPOS}, {QVEL, NEXT_QVEL}}) {
      List<Long> next = StepShape.shape(file, pair[1]);
      if (!next.isEmpty() && !next.equals(StepShape.shape(file, pair[0]))) {
        problems.add(
            "columns '%s' and '%s' have different shapes: %s and %s"
                .formatted(pair[0], pair[1], StepShape.shape(file, pair[0]), next));
      }
    }
    if (!problems.isEmpty()) {
      throw new SpotInputException("'%s': %s".formatted(file.path(), String.join("; ", problems)));
    }
  }

  /** Number of steps, T. */
  public int rows() {
    return ends.length;
  }

  /** Size of a position, nq. */
  public int positions() {
    return qpos.length / rows();
  }

  /** Size of a velocity, nv. */
  public int velocities() {
    return qvel.length / rows();
  }

  /** True if the file has the state after each step in columns of their own. */
  public boolean hasNext() {
    return nextQpos.length > 0;
  }

  /** A row of a column of this record, {@code [n]}, a copy. */
  public double[] row(double[] column, int row) {
    int width = column.length / rows();
    return Arrays.copyOfRange(column, row * width, (row + 1) * width);
  }
}
