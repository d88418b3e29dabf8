package org.spotrl.api.data;

import java.util.Arrays;

/**
 * Environment steps in the order they happened, as D4RL's files hold them: no next observations.
 *
 * <p>{@link #toTransitions} turns them into a {@link Dataset} by the rule of D4RL's {@code
 * qlearning_dataset}: the next row's observation is the next observation, rows with a time-out are
 * dropped (their successor belongs to another episode), terminal rows are kept, and the last row,
 * which has no successor, is dropped. Source: Farama-Foundation/D4RL, d4rl/__init__.py.
 */
public final class StepLog {

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
   * A log with room for {@code capacity} steps.
   *
   * @throws IllegalArgumentException if it would not fit into arrays
   */
  public StepLog(String name, int observationDim, int actionDim, int capacity) {
    if (capacity < 0
        || observationDim < 1
        || actionDim < 1
        || (long) capacity * Math.max(observationDim, actionDim) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a log of %d steps with observations of %d and actions of %d numbers cannot be held in arrays"
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
   * Appends the step from {@code observation} by {@code action}.
   *
   * @throws IllegalStateException if the log is full
   * @throws IllegalArgumentException if an array is not of the log's dimension
   */
  public void add(
      double[] observation, double[] action, double reward, boolean terminal, boolean timeout) {
    if (size == rewards.length) {
      throw new IllegalStateException(
          "log '" + name + "' is full: it has room for " + size + " steps");
    }
    requireDim("observation", observation.length, observationDim);
    requireDim("action", action.length, actionDim);
    for (int d = 0; d < observationDim; d++) {
      observations[size * observationDim + d] = (float) observation[d];
    }
    for (int d = 0; d < actionDim; d++) {
      actions[size * actionDim + d] = (float) action[d];
    }
    rewards[size] = (float) reward;
    terminals[size] = terminal;
    timeouts[size] = timeout;
    size++;
  }

  /** Steps so far. */
  public int size() {
    return size;
  }

  /**
   * The transitions of these steps. Where a time-out row is dropped, the row before it carries the
   * time-out flag, so that episodes can still be told apart.
   *
   * @throws org.spotrl.api.error.SpotInputException if no transition is left
   */
  public Dataset toTransitions() {
    int[] kept = new int[Math.max(size - 1, 0)];
    int n = 0;
    for (int i = 0; i + 1 < size; i++) {
      if (!timeouts[i]) {
        kept[n++] = i;
      }
    }
    float[] s = new float[n * observationDim];
    float[] a = new float[n * actionDim];
    float[] r = new float[n];
    float[] next = new float[n * observationDim];
    boolean[] terminal = new boolean[n];
    boolean[] timeout = new boolean[n];
    for (int row = 0; row < n; row++) {
      int i = kept[row];
      System.arraycopy(observations, i * observationDim, s, row * observationDim, observationDim);
      System.arraycopy(
          observations, (i + 1) * observationDim, next, row * observationDim, observationDim);
      System.arraycopy(actions, i * actionDim, a, row * actionDim, actionDim);
      r[row] = rewards[i];
      terminal[row] = terminals[i];
      timeout[row] = !terminals[i] && timeouts[i + 1];
    }
    return new Dataset(name, observationDim, actionDim, s, a, r, next, terminal, timeout);
  }

  private void requireDim(String what, int length, int dim) {
    if (length != dim) {
      throw new IllegalArgumentException(
          "log '%s': step %d has an %s of %d numbers, not %d"
              .formatted(name, size, what, length, dim));
    }
  }

  /** The rewards so far, {@code [size]}, a copy. */
  public float[] rewards() {
    return Arrays.copyOf(rewards, size);
  }
}
