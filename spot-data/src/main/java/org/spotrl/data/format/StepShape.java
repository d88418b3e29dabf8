package org.spotrl.data.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/**
 * The size of the data in a file, from its header.
 *
 * @param steps number of steps, T
 * @param observationDim size of an observation, S
 * @param actionDim size of an action, A
 * @param maxAction the bound of the actions that the file states; infinite if it states none
 */
public record StepShape(int steps, int observationDim, int actionDim, double maxAction) {

  /** Observations, {@code [T, S]}. */
  static final String OBSERVATIONS = "observations";

  /** Actions, {@code [T, A]}. */
  static final String ACTIONS = "actions";

  /** Rewards, {@code [T]}. */
  static final String REWARDS = "rewards";

  /** 1 where the task ended, {@code [T]}. */
  static final String TERMINALS = "terminals";

  /** 1 where the episode was cut off, {@code [T]}; a file may lack it. */
  static final String TIMEOUTS = "timeouts";

  /** The observation after each action, {@code [T, S]}; a file may lack it. */
  static final String NEXT_OBSERVATIONS = "next_observations";

  private static final List<String> REQUIRED = List.of(OBSERVATIONS, ACTIONS, REWARDS, TERMINALS);

  /** What other libraries call the columns. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          OBSERVATIONS, List.of("observation", "obs", "states", "state"),
          ACTIONS, List.of("action", "acts"),
          REWARDS, List.of("reward", "rews"),
          TERMINALS, List.of("terminations", "terminated", "dones", "done", "terminal"));

  /** The size of data whose actions have no stated bound. */
  public StepShape(int steps, int observationDim, int actionDim) {
    this(steps, observationDim, actionDim, Double.POSITIVE_INFINITY);
  }

  /**
   * The shape of a file's data.
   *
   * @throws SpotInputException with all columns that are missing or have another length
   */
  public static StepShape of(ColumnFile file) {
    List<String> problems = new ArrayList<>();
    for (String column : REQUIRED) {
      if (shape(file, column).isEmpty()) {
        problems.add("column '%s' is missing%s".formatted(column, hint(file, column)));
      }
    }
    long steps = shape(file, REWARDS).stream().findFirst().orElse(0L);
    for (String column :
        List.of(OBSERVATIONS, ACTIONS, REWARDS, TERMINALS, TIMEOUTS, NEXT_OBSERVATIONS)) {
      List<Long> shape = shape(file, column);
      boolean hasRows = List.of(OBSERVATIONS, ACTIONS, NEXT_OBSERVATIONS).contains(column);
      // A column vector of flags or rewards, [T, 1], is one number for each step, too.
      boolean fits = shape.size() == 1 || (shape.size() == 2 && (hasRows || shape.get(1) == 1));
      if (!shape.isEmpty() && (!fits || shape.get(0) != steps)) {
        problems.add(
            "column '%s' has shape %s, but [%d%s] is needed: one row for each of the %d rewards"
                .formatted(column, shape, steps, hasRows ? ", n" : "", steps));
      }
    }
    int observationDim = width(shape(file, OBSERVATIONS));
    List<Long> next = shape(file, NEXT_OBSERVATIONS);
    if (problems.isEmpty() && !next.isEmpty() && width(next) != observationDim) {
      problems.add(
          "column '%s' has rows of %d numbers, but '%s' has rows of %d"
              .formatted(NEXT_OBSERVATIONS, width(next), OBSERVATIONS, observationDim));
    }
    if (problems.isEmpty() && steps == 0) {
      problems.add("it has no steps");
    }
    if (!problems.isEmpty()) {
      throw new SpotInputException("'%s': %s".formatted(file.path(), String.join("; ", problems)));
    }
    return new StepShape(
        (int) steps, observationDim, width(shape(file, ACTIONS)), file.maxAction());
  }

  private static String hint(ColumnFile file, String column) {
    List<String> present = new ArrayList<>(file.columns().keySet());
    String other =
        present.stream()
            .filter(
                name ->
                    OTHER_NAMES
                        .getOrDefault(column, List.of())
                        .contains(name.toLowerCase(Locale.ROOT)))
            .map(name -> "; rename '%s' to '%s'".formatted(name, column))
            .findFirst()
            .orElse("");
    return " (the file has %s)%s"
        .formatted(present.isEmpty() ? "no columns" : String.join(", ", present), other);
  }

  private static int width(List<Long> shape) {
    return shape.size() < 2 ? 1 : Math.toIntExact(shape.get(1));
  }

  /** The shape of a column, also of one that is stored as one column for each number. */
  static List<Long> shape(ColumnFile file, String column) {
    Map<String, List<Long>> columns = file.columns();
    List<Long> whole = columns.get(column);
    if (whole != null) {
      return whole;
    }
    long width = 0;
    while (columns.containsKey(column + "_" + width)) {
      width++;
    }
    List<Long> first = columns.getOrDefault(column + "_0", List.of());
    return first.size() == 1 ? List.of(first.get(0), width) : List.of();
  }

  /** Reads a column, also one that is stored as one column for each number. */
  static float[] read(ColumnFile file, String column) {
    if (file.columns().containsKey(column)) {
      return file.read(column);
    }
    List<Long> shape = shape(file, column);
    if (shape.isEmpty()) {
      throw file.missing(column);
    }
    int width = width(shape);
    float[] values = new float[Math.multiplyExact(Math.toIntExact(shape.get(0)), width)];
    for (int d = 0; d < width; d++) {
      float[] numbers = file.read(column + "_" + d);
      if (numbers.length * width != values.length) {
        throw new SpotInputException(
            "'%s': columns '%s_0' and '%s_%d' have different lengths"
                .formatted(file.path(), column, column, d));
      }
      for (int row = 0; row < numbers.length; row++) {
        values[row * width + d] = numbers[row];
      }
    }
    return values;
  }

  /** As {@link #read}, in float64. */
  static double[] readDoubles(ColumnFile file, String column) {
    if (file.columns().containsKey(column)) {
      return file.readDoubles(column);
    }
    float[] numbers = read(file, column);
    double[] values = new double[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers[i];
    }
    return values;
  }

  /** Bytes that the steps need in Java's memory, as read and once more normalised. */
  long bytes() {
    return steps * (Float.BYTES * (2L * observationDim + actionDim + 4L) + 4L);
  }
}
