package org.spotrl.api.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.spotrl.api.error.SpotInputException;

/**
 * A fixed set of N transitions in columns, in time order.
 *
 * <p>Arrays are shared, not copied: treat them as read-only. A row with {@code terminal} ended by
 * the task, one with {@code timeout} is the last that is known of an episode which was cut;
 * training bootstraps through time-outs and not through terminals.
 */
public final class Dataset {

  private final String name;
  private final int observationDim;
  private final int actionDim;
  private final float[] observations;
  private final float[] actions;
  private final float[] rewards;
  private final float[] nextObservations;
  private final boolean[] terminals;
  private final boolean[] timeouts;

  /**
   * A data set of the given columns.
   *
   * @param observations {@code [N, S]} row by row
   * @param actions {@code [N, A]}
   * @param rewards {@code [N]}
   * @param nextObservations {@code [N, S]}
   * @param terminals {@code [N]}
   * @param timeouts {@code [N]}
   * @throws SpotInputException if a column's length does not fit, the set is empty, or a number is
   *     not finite (with its row)
   */
  public Dataset(
      String name,
      int observationDim,
      int actionDim,
      float[] observations,
      float[] actions,
      float[] rewards,
      float[] nextObservations,
      boolean[] terminals,
      boolean[] timeouts) {
    this.name = name;
    this.observationDim = observationDim;
    this.actionDim = actionDim;
    this.observations = observations;
    this.actions = actions;
    this.rewards = rewards;
    this.nextObservations = nextObservations;
    this.terminals = terminals;
    this.timeouts = timeouts;
    if (rewards.length == 0) {
      throw new SpotInputException("data set '" + name + "' has no transitions");
    }
    requireLength("observations", observations.length, observationDim);
    requireLength("actions", actions.length, actionDim);
    requireLength("next_observations", nextObservations.length, observationDim);
    requireLength("terminals", terminals.length, 1);
    requireLength("timeouts", timeouts.length, 1);
    requireFinite("observations", observations, observationDim);
    requireFinite("actions", actions, actionDim);
    requireFinite("rewards", rewards, 1);
    requireFinite("next_observations", nextObservations, observationDim);
  }

  /** The name shown to users, for example {@code maze2d-umaze-sparse}. */
  public String name() {
    return name;
  }

  /** Number of transitions, N. */
  public int size() {
    return rewards.length;
  }

  /** Numbers in an observation, S. */
  public int observationDim() {
    return observationDim;
  }

  /** Numbers in an action, A. */
  public int actionDim() {
    return actionDim;
  }

  /** {@code [N, S]}, row by row. */
  public float[] observations() {
    return observations;
  }

  /** {@code [N, A]}, row by row. */
  public float[] actions() {
    return actions;
  }

  /** {@code [N]}. */
  public float[] rewards() {
    return rewards;
  }

  /** {@code [N, S]}, row by row. */
  public float[] nextObservations() {
    return nextObservations;
  }

  /** {@code [N]}. */
  public boolean[] terminals() {
    return terminals;
  }

  /** {@code [N]}. */
  public boolean[] timeouts() {
    return timeouts;
  }

  /**
   * The same transitions with normalised observations and transformed rewards; actions and flags
   * are shared.
   */
  public Dataset transformed(Normalizer normalizer, RewardTransform rewardTransform) {
    float[] newRewards = new float[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      newRewards[i] = rewardTransform.apply(rewards[i]);
    }
    return new Dataset(
        name,
        observationDim,
        actionDim,
        normalizer.normalize(observations),
        actions,
        newRewards,
        normalizer.normalize(nextObservations),
        terminals,
        timeouts);
  }

  /** SHA-256 over dimensions and all columns, in hex: equal if and only if the transitions are. */
  public String digest() {
    MessageDigest sha = sha256();
    sha.update((observationDim + "x" + actionDim + "x" + size()).getBytes(StandardCharsets.UTF_8));
    for (float[] column : new float[][] {observations, actions, rewards, nextObservations}) {
      ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : column) {
        if (!bytes.hasRemaining()) {
          sha.update(bytes.flip());
          bytes.clear();
        }
        bytes.putFloat(value);
      }
      sha.update(bytes.flip());
    }
    byte[] flags = new byte[size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) ((terminals[i] ? 1 : 0) | (timeouts[i] ? 2 : 0));
    }
    return HexFormat.of().formatHex(sha.digest(flags));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
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
}
