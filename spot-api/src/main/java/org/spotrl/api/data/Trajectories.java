package org.spotrl.api.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.spotrl.api.error.SpotInputException;

/**
 * T environment steps in time order, split into trajectories and stored in columns as in D4RL's
 * files.
 *
 * <p>A trajectory ends at a row whose {@code terminal} or {@code timeout} flag is set; the last
 * trajectory may be unfinished. The next observation of row i is the observation of row i + 1,
 * except at the end of a trajectory: there it is known only after {@link #withLastObservations}.
 * Minari's files have these last observations, D4RL's do not.
 *
 * <p>Arrays are shared, not copied: treat them as read-only.
 */
public final class Trajectories {

  private static final float[] UNKNOWN = {};

  private final String name;
  private final int observationDim;
  private final int actionDim;
  private final float[] observations;
  private final float[] actions;
  private final float[] rewards;
  private final boolean[] terminals;
  private final boolean[] timeouts;
  private final float[] lastObservations;
  private final int[] ends;

  /**
   * Trajectories from columns, without last observations.
   *
   * @param observations {@code [T, S]} row by row
   * @param actions {@code [T, A]}
   * @param rewards {@code [T]}
   * @param terminals {@code [T]}, true where the task ended
   * @param timeouts {@code [T]}, true where the episode was cut off
   * @throws SpotInputException if a column has the wrong length, there are no steps, or a number is
   *     not finite; the message has its row
   */
  public Trajectories(
      String name,
      int observationDim,
      int actionDim,
      float[] observations,
      float[] actions,
      float[] rewards,
      boolean[] terminals,
      boolean[] timeouts) {
    this(
        name,
        observationDim,
        actionDim,
        observations,
        actions,
        rewards,
        terminals,
        timeouts,
        UNKNOWN);
    if (rewards.length == 0) {
      throw new SpotInputException("data set '" + name + "' has no steps");
    }
  }

  private Trajectories(
      String name,
      int observationDim,
      int actionDim,
      float[] observations,
      float[] actions,
      float[] rewards,
      boolean[] terminals,
      boolean[] timeouts,
      float[] lastObservations) {
    this.name = name;
    this.observationDim = observationDim;
    this.actionDim = actionDim;
    this.observations = observations;
    this.actions = actions;
    this.rewards = rewards;
    this.terminals = terminals;
    this.timeouts = timeouts;
    this.lastObservations = lastObservations;
    requireLength("observations", observations.length, observationDim);
    requireLength("actions", actions.length, actionDim);
    requireLength("terminals", terminals.length, 1);
    requireLength("timeouts", timeouts.length, 1);
    this.ends = IntStream.range(0, steps()).filter(this::isEnd).map(row -> row + 1).toArray();
    if (lastObservations != UNKNOWN && lastObservations.length != ends.length * observationDim) {
      throw new SpotInputException(
          "data set '%s': last observations have %d numbers, but %d trajectories of %d were expected"
              .formatted(name, lastObservations.length, ends.length, observationDim));
    }
    requireFinite("observations", observations, observationDim);
    requireFinite("actions", actions, actionDim);
    requireFinite("rewards", rewards, 1);
    requireFinite("last observations", lastObservations, observationDim);
  }

  /**
   * Trajectories from transitions in unknown order: each transition becomes a trajectory of one
   * step.
   *
   * @param nextObservations {@code [T, S]}, the observation after the action of each row
   * @throws SpotInputException as the constructor does
   */
  public static Trajectories ofTransitions(
      String name,
      int observationDim,
      int actionDim,
      float[] observations,
      float[] actions,
      float[] rewards,
      float[] nextObservations,
      boolean[] terminals) {
    boolean[] timeouts = new boolean[terminals.length];
    for (int row = 0; row < timeouts.length; row++) {
      timeouts[row] = !terminals[row];
    }
    return new Trajectories(
            name, observationDim, actionDim, observations, actions, rewards, terminals, timeouts)
        .withLastObservations(nextObservations);
  }

  /** No trajectories, for {@link Dataset#empty}. */
  static Trajectories none(String name, int observationDim, int actionDim) {
    boolean[] noFlags = {};
    return new Trajectories(
        name, observationDim, actionDim, UNKNOWN, UNKNOWN, UNKNOWN, noFlags, noFlags, UNKNOWN);
  }

  /**
   * A copy with the observation after the last action of each trajectory, including an unfinished
   * one.
   *
   * @param last {@code [count, S]} row by row
   * @throws SpotInputException if the length is wrong or a number is not finite
   */
  public Trajectories withLastObservations(float[] last) {
    return with(observations, rewards, last);
  }

  /** A copy with normalised observations. */
  public Trajectories normalized(Normalizer normalizer) {
    float[] last = hasLastObservations() ? normalizer.normalize(lastObservations) : UNKNOWN;
    return with(normalizer.normalize(observations), rewards, last);
  }

  /** A copy with transformed rewards. */
  public Trajectories withRewards(RewardTransform.Fitted change) {
    float[] changed = new float[rewards.length];
    for (int row = 0; row < changed.length; row++) {
      changed[row] = change.apply(rewards[row]);
    }
    return with(observations, changed, lastObservations);
  }

  private Trajectories with(float[] newObservations, float[] newRewards, float[] newLast) {
    return new Trajectories(
        name,
        observationDim,
        actionDim,
        newObservations,
        actions,
        newRewards,
        terminals,
        timeouts,
        newLast);
  }

  /** The name shown to users, for example {@code maze2d-umaze-sparse}. */
  public String name() {
    return name;
  }

  /** Size of an observation, S. */
  public int observationDim() {
    return observationDim;
  }

  /** Size of an action, A. */
  public int actionDim() {
    return actionDim;
  }

  /** Number of steps, T. */
  public int steps() {
    return rewards.length;
  }

  /** Observations, {@code [T, S]}, row by row. */
  public float[] observations() {
    return observations;
  }

  /** Actions, {@code [T, A]}, row by row. */
  public float[] actions() {
    return actions;
  }

  /** Rewards, {@code [T]}. */
  public float[] rewards() {
    return rewards;
  }

  /** Terminal flags, {@code [T]}. */
  public boolean[] terminals() {
    return terminals;
  }

  /** Timeout flags, {@code [T]}. */
  public boolean[] timeouts() {
    return timeouts;
  }

  /** True if the observation after the last action of each trajectory is known. */
  public boolean hasLastObservations() {
    return lastObservations.length > 0;
  }

  /** Number of trajectories, including an unfinished last one. */
  public int count() {
    return ends.length;
  }

  /** Row of the first step of a trajectory. */
  public int start(int trajectory) {
    return trajectory == 0 ? 0 : ends[trajectory - 1];
  }

  /** Row after the last step of a trajectory. */
  public int end(int trajectory) {
    return ends[trajectory];
  }

  /** Number of steps of a trajectory. */
  public int length(int trajectory) {
    return end(trajectory) - start(trajectory);
  }

  /**
   * Number of trajectories with a complete return: all except an unfinished last one. If the
   * unfinished one is the only one, it counts.
   */
  public int finishedCount() {
    int last = steps() - 1;
    boolean unfinished = count() > 1 && !terminals[last] && !timeouts[last];
    return unfinished ? count() - 1 : count();
  }

  /** Discounted return of a trajectory. */
  public double discountedReturn(int trajectory, double discount) {
    double sum = 0;
    double weight = 1;
    for (int row = start(trajectory); row < end(trajectory); row++) {
      sum += weight * rewards[row];
      weight *= discount;
    }
    return sum;
  }

  /** Undiscounted return of a trajectory. */
  public double undiscountedReturn(int trajectory) {
    return discountedReturn(trajectory, 1);
  }

  /**
   * A copy of the selected trajectories, in the given order.
   *
   * @param kept numbers of the trajectories; at least one
   */
  public Trajectories select(int... kept) {
    int[] rows = Arrays.stream(kept).flatMap(k -> IntStream.range(start(k), end(k))).toArray();
    boolean[] terminal = new boolean[rows.length];
    boolean[] timeout = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      terminal[i] = terminals[rows[i]];
      timeout[i] = timeouts[rows[i]];
    }
    Trajectories selected =
        new Trajectories(
            name,
            observationDim,
            actionDim,
            gather(observations, observationDim, rows),
            gather(actions, actionDim, rows),
            gather(rewards, 1, rows),
            terminal,
            timeout);
    return hasLastObservations()
        ? selected.withLastObservations(gather(lastObservations, observationDim, kept))
        : selected;
  }

  /** Copies rows of a column. */
  static float[] gather(float[] column, int width, int... rows) {
    float[] gathered = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(column, rows[i] * width, gathered, i * width, width);
    }
    return gathered;
  }

  /**
   * The transitions of these steps, by the rule of D4RL's {@code qlearning_dataset}. The next
   * observation is the observation of the next row. Timeout rows are dropped because their next row
   * belongs to another episode. Terminal rows are kept. The last row is dropped because it has no
   * next row. With {@linkplain #withLastObservations last observations} every row is a transition.
   * Source: Farama-Foundation/D4RL, d4rl/__init__.py.
   *
   * @throws SpotInputException if no transition is left
   */
  public Dataset transitions() {
    int[] rows =
        IntStream.range(0, steps())
            .filter(row -> hasLastObservations() || (row + 1 < steps() && !timeouts[row]))
            .toArray();
    if (rows.length == 0) {
      throw new SpotInputException("data set '" + name + "' has no transitions");
    }
    return new Dataset(this, rows);
  }

  /** True if a row is the last of its trajectory. */
  boolean isEnd(int row) {
    return terminals[row] || timeouts[row] || row + 1 == steps();
  }

  /** Copies the next observation of a row; at the end of a trajectory it must be known. */
  void copyNextObservation(int row, float[] target, int position) {
    if (hasLastObservations() && isEnd(row)) {
      int trajectory = Arrays.binarySearch(ends, row + 1);
      System.arraycopy(
          lastObservations, trajectory * observationDim, target, position, observationDim);
    } else {
      System.arraycopy(observations, (row + 1) * observationDim, target, position, observationDim);
    }
  }

  private void requireLength(String column, int length, int width) {
    long expected = (long) rewards.length * width;
    if (width < 1 || length != expected) {
      throw new SpotInputException(
          "data set '%s': column %s has %d numbers, but %d rows of %d were expected (%d)"
              .formatted(name, column, length, rewards.length, width, expected));
    }
  }

  private void requireFinite(String column, float[] values, int width) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new SpotInputException(
            "data set '%s': %s has %s in row %d, dimension %d; remove or repair that row"
                .formatted(name, column, values[i], i / width, i % width));
      }
    }
  }

  /** Collects steps one by one. Not thread-safe. */
  public static final class Builder {

    private final String name;
    private final int observationDim;
    private final int actionDim;
    private final float[] observations;
    private final float[] actions;
    private final float[] rewards;
    private final boolean[] terminals;
    private final boolean[] timeouts;
    private int size;

    /**
     * A builder for at most {@code capacity} steps.
     *
     * @throws IllegalArgumentException if the steps do not fit into Java arrays
     */
    public Builder(String name, int observationDim, int actionDim, int capacity) {
      if (capacity < 0
          || observationDim < 1
          || actionDim < 1
          || (long) capacity * Math.max(observationDim, actionDim) > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "%d steps with observations of %d and actions of %d numbers do not fit into Java arrays"
                .formatted(capacity, observationDim, actionDim));
      }
      this.name = name;
      this.observationDim = observationDim;
      this.actionDim = actionDim;
      observations = new float[capacity * observationDim];
      actions = new float[capacity * actionDim];
      rewards = new float[capacity];
      terminals = new boolean[capacity];
      timeouts = new boolean[capacity];
    }

    /**
     * Appends a step.
     *
     * @throws IllegalStateException if the builder is full
     * @throws IllegalArgumentException if an array has the wrong length
     */
    public void add(
        double[] observation, double[] action, double reward, boolean terminal, boolean timeout) {
      if (size == rewards.length) {
        throw new IllegalStateException(
            "data set '%s' is full: its builder holds %d steps".formatted(name, size));
      }
      copy("observation", observation, observations, observationDim);
      copy("action", action, actions, actionDim);
      rewards[size] = (float) reward;
      terminals[size] = terminal;
      timeouts[size] = timeout;
      size++;
    }

    private void copy(String what, double[] from, float[] column, int dim) {
      if (from.length != dim) {
        throw new IllegalArgumentException(
            "data set '%s': step %d has an %s of %d numbers, not %d"
                .formatted(name, size, what, from.length, dim));
      }
      for (int d = 0; d < dim; d++) {
        column[size * dim + d] = (float) from[d];
      }
    }

    /** Number of steps so far. */
    public int size() {
      return size;
    }

    /**
     * The trajectories of all steps so far. The builder must not be used afterwards.
     *
     * @throws SpotInputException if there are none or a number is not finite
     */
    public Trajectories build() {
      boolean full = size == rewards.length;
      return new Trajectories(
          name,
          observationDim,
          actionDim,
          full ? observations : Arrays.copyOf(observations, size * observationDim),
          full ? actions : Arrays.copyOf(actions, size * actionDim),
          full ? rewards : Arrays.copyOf(rewards, size),
          full ? terminals : Arrays.copyOf(terminals, size),
          full ? timeouts : Arrays.copyOf(timeouts, size));
    }
  }
}
