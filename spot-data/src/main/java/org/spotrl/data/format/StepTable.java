package org.spotrl.data.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;

/**
 * The steps of one file as they are stored, before they are cut into trajectories.
 *
 * @param path the file
 * @param shape its size
 * @param observations {@code [T, S]}
 * @param actions {@code [T, A]}
 * @param rewards {@code [T]}
 * @param terminals {@code [T]}
 * @param timeouts {@code [T]}; empty if the file has none
 * @param nextObservations {@code [T, S]}; empty if the file has none, or they were not asked for
 * @param place how messages name a row
 */
@SuppressWarnings("ArrayRecordComponent") // large, never compared
public record StepTable(
    Path path,
    StepShape shape,
    float[] observations,
    float[] actions,
    float[] rewards,
    float[] terminals,
    float[] timeouts,
    float[] nextObservations,
    IntFunction<String> place) {

  /** Problems of one sort that are listed by row; the others are counted. */
  private static final int LISTED = 5;

  /** Rounding of a bound to float32 is no fault. */
  private static final double TOLERANCE = 1e-5;

  private static final float[] NONE = {};

  /**
   * Reads a file.
   *
   * @param withNext true if next observations are used where the file has them
   * @throws SpotInputException if the file is damaged, lacks a column, or needs more memory than
   *     there is
   */
  public static StepTable read(Path path, boolean withNext) {
    try (ColumnFile file = ColumnFile.open(path)) {
      StepShape shape = StepShape.of(file);
      requireMemory(path, shape, Runtime.getRuntime().maxMemory());
      return new StepTable(
          path,
          shape,
          StepShape.read(file, StepShape.OBSERVATIONS),
          StepShape.read(file, StepShape.ACTIONS),
          StepShape.read(file, StepShape.REWARDS),
          StepShape.read(file, StepShape.TERMINALS),
          optional(file, StepShape.TIMEOUTS),
          withNext ? optional(file, StepShape.NEXT_OBSERVATIONS) : NONE,
          file::place);
    }
  }

  private static float[] optional(ColumnFile file, String column) {
    return StepShape.shape(file, column).isEmpty() ? NONE : StepShape.read(file, column);
  }

  /**
   * Requires that the steps fit into Java's memory.
   *
   * @param heap bytes that Java may use
   */
  static void requireMemory(Path path, StepShape shape, long heap) {
    if (shape.bytes() > heap) {
      throw new SpotInputException(
          String.format(
              Locale.ROOT,
              "'%s' has %,d steps with observations of %d and actions of %d: they need %,d MB of"
                  + " Java's memory, but Java may use %,d MB; give it more: SPOT_JAVA_OPTS=-Xmx%dg",
              path,
              shape.steps(),
              shape.observationDim(),
              shape.actionDim(),
              shape.bytes() / 1_000_000,
              heap / 1_000_000,
              2 * shape.bytes() / 1_000_000_000 + 1));
    }
  }

  /**
   * All that is wrong with the numbers, a line for each row up to a limit for each column.
   *
   * @param maxAction bound of the actions; infinite if there is none
   * @param bothFlags true if a row may be a terminal and a time-out; D4RL's conversion drops such a
   *     row
   */
  public List<String> problems(double maxAction, boolean bothFlags) {
    List<String> problems = new ArrayList<>();
    notFinite(StepShape.OBSERVATIONS, observations, shape.observationDim(), problems);
    notFinite(StepShape.ACTIONS, actions, shape.actionDim(), problems);
    notFinite(StepShape.REWARDS, rewards, 1, problems);
    notFinite(StepShape.NEXT_OBSERVATIONS, nextObservations, shape.observationDim(), problems);
    noFlags(StepShape.TERMINALS, terminals, problems);
    noFlags(StepShape.TIMEOUTS, timeouts, problems);
    if (largestAction() > maxAction + TOLERANCE) {
      int dim = shape.actionDim();
      list(
          actions.length,
          i -> Math.abs(actions[i]) > maxAction + TOLERANCE && Float.isFinite(actions[i]),
          i ->
              "%s: actions, dimension %d is %s, outside [-%s, %s]"
                  .formatted(place.apply(i / dim), i % dim, actions[i], maxAction, maxAction),
          problems);
    }
    list(
        timeouts.length,
        i -> !bothFlags && terminals[i] == 1 && timeouts[i] == 1,
        i ->
            "%s: terminals and timeouts are both 1; clear timeouts where the task ended"
                .formatted(place.apply(i)),
        problems);
    return problems;
  }

  private void notFinite(String column, float[] values, int dim, List<String> problems) {
    if (isFinite(values)) {
      return;
    }
    list(
        values.length,
        i -> !Float.isFinite(values[i]),
        i ->
            "%s: %s, dimension %d is %s"
                .formatted(place.apply(i / dim), column, i % dim, values[i]),
        problems);
  }

  /** In a loop of its own, which runs over a hundred million numbers. */
  private static boolean isFinite(float... values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private void noFlags(String column, float[] values, List<String> problems) {
    list(
        values.length,
        i -> values[i] != 0 && values[i] != 1,
        i -> "%s: %s is %s, not 0 or 1".formatted(place.apply(i), column, values[i]),
        problems);
  }

  private interface Line {
    String at(int i);
  }

  private static void list(int count, IntPredicate isWrong, Line line, List<String> problems) {
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (isWrong.test(i)) {
        found++;
        if (found <= LISTED) {
          problems.add(line.at(i));
        }
      }
    }
    if (found > LISTED) {
      problems.add("and %,d more like the last".formatted(found - LISTED));
    }
  }

  /** The largest absolute value of an action; NaN values do not count. */
  public float largestAction() {
    float largest = 0;
    for (float action : actions) {
      largest = Math.max(largest, Float.isNaN(action) ? 0 : Math.abs(action));
    }
    return largest;
  }

  /**
   * The trajectories as D4RL's {@code qlearning_dataset} sees them. Where the file has no
   * time-outs, an episode is cut off at its last step by the time limit. D4RL counts from 1 after a
   * terminal and from 0 after a time-out; so does this. Source: Farama-Foundation/D4RL,
   * d4rl/__init__.py.
   *
   * @param limit steps of an episode
   * @throws SpotInputException if a number is not finite or a flag is not 0 or 1
   */
  public Trajectories asD4rl(String name, int limit) {
    boolean[] ended = flags(terminals);
    boolean[] cut = flags(timeouts);
    if (timeouts.length == 0) {
      cut = new boolean[shape.steps()];
      int step = 0;
      for (int row = 0; row < cut.length; row++) {
        cut[row] = step == limit - 1;
        step = cut[row] ? 0 : ended[row] ? 1 : step + 1;
      }
    }
    return trajectories(name, ended, cut);
  }

  /**
   * The trajectories of a user's own file. With next observations, a row whose next observation is
   * not the observation of the next row ends its trajectory, so rows may be in any order.
   *
   * @throws SpotInputException if a number is not finite or a flag is not 0 or 1
   */
  public Trajectories asRecorded(String name) {
    boolean[] ended = flags(terminals);
    boolean[] cut = timeouts.length == 0 ? new boolean[shape.steps()] : flags(timeouts);
    if (nextObservations.length == 0) {
      return trajectories(name, ended, cut);
    }
    int dim = shape.observationDim();
    List<Integer> ends = new ArrayList<>();
    for (int row = 0; row < cut.length; row++) {
      boolean last = row + 1 == cut.length;
      cut[row] |= !ended[row] && !last && !isContinued(row);
      if (ended[row] || cut[row] || last) {
        ends.add(row);
      }
    }
    float[] lastObservations = new float[ends.size() * dim];
    for (int k = 0; k < ends.size(); k++) {
      System.arraycopy(nextObservations, ends.get(k) * dim, lastObservations, k * dim, dim);
    }
    return trajectories(name, ended, cut).withLastObservations(lastObservations);
  }

  private boolean isContinued(int row) {
    int dim = shape.observationDim();
    return Arrays.equals(
        nextObservations,
        row * dim,
        (row + 1) * dim,
        observations,
        (row + 1) * dim,
        (row + 2) * dim);
  }

  private Trajectories trajectories(String name, boolean[] ended, boolean[] cut) {
    return new Trajectories(
        name,
        shape.observationDim(),
        shape.actionDim(),
        observations,
        actions,
        rewards,
        ended,
        cut);
  }

  /**
   * Requires that the numbers are without fault.
   *
   * @throws SpotInputException with the first problems of each column
   */
  public void requireSound(double maxAction, boolean bothFlags) {
    List<String> problems = problems(maxAction, bothFlags);
    if (!problems.isEmpty()) {
      throw new SpotInputException(
          "'%s' cannot be used; correct or remove these rows:%n  %s"
              .formatted(path, String.join(System.lineSeparator() + "  ", problems)));
    }
  }

  private static boolean[] flags(float[] column) {
    boolean[] flags = new boolean[column.length];
    for (int row = 0; row < flags.length; row++) {
      flags[row] = column[row] != 0;
    }
    return flags;
  }
}
