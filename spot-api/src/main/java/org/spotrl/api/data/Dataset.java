package org.spotrl.api.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;

/**
 * N transitions in time order: a view of {@link Trajectories#transitions}, without copying them.
 *
 * <p>Transitions are numbered from 0 to N - 1. The methods that return whole columns copy them: do
 * not call them in a loop. {@code terminal} means that the task ended the episode, {@code timeout}
 * that the episode was cut off. Training bootstraps through timeouts, not through terminals.
 */
public final class Dataset {

  private static final float[] OF_DATA = {};

  private final Trajectories trajectories;
  private final int[] rows;
  private final float[] nextActions;
  private final Optional<Path> sharedFolder;

  /**
   * Selects transitions of trajectories.
   *
   * @param rows the row of each transition, {@code [N]}
   */
  Dataset(Trajectories trajectories, int... rows) {
    this(trajectories, rows, OF_DATA, Optional.empty());
  }

  private Dataset(
      Trajectories trajectories, int[] rows, float[] nextActions, Optional<Path> sharedFolder) {
    this.trajectories = trajectories;
    this.rows = rows;
    this.nextActions = nextActions;
    this.sharedFolder = sharedFolder;
  }

  /**
   * The same transitions, for a process that trains beside others on the same data: what training
   * reads all the time is a file in this folder, mapped into the memory of all of them.
   */
  public Dataset sharedIn(Path folder) {
    return new Dataset(trajectories, rows, nextActions, Optional.of(folder));
  }

  /** The folder for files that processes with the same data share; empty: they share none. */
  public Optional<Path> sharedFolder() {
    return sharedFolder;
  }

  /**
   * The same transitions with other next actions, for example those of a policy that is evaluated.
   *
   * @param actions the next action of each transition, {@code [N, A]} row by row; not copied
   * @throws IllegalArgumentException if the length is wrong
   */
  public Dataset withNextActions(float[] actions) {
    if (actions.length != size() * actionDim()) {
      throw new IllegalArgumentException(
          "%d numbers are not the next actions of %d transitions, %d numbers each"
              .formatted(actions.length, size(), actionDim()));
    }
    return new Dataset(trajectories, rows, actions, Optional.empty());
  }

  /**
   * An empty data set, for a learner that acts or learns without recorded data.
   *
   * @throws SpotInputException if a dimension is not positive
   */
  public static Dataset empty(String name, int observationDim, int actionDim) {
    return new Dataset(Trajectories.none(name, observationDim, actionDim));
  }

  /** The trajectories that the transitions come from; they may have more rows. */
  public Trajectories trajectories() {
    return trajectories;
  }

  /** The name shown to users, for example {@code maze2d-umaze-sparse}. */
  public String name() {
    return trajectories.name();
  }

  /** Number of transitions, N. */
  public int size() {
    return rows.length;
  }

  /** Size of an observation, S. */
  public int observationDim() {
    return trajectories.observationDim();
  }

  /** Size of an action, A. */
  public int actionDim() {
    return trajectories.actionDim();
  }

  /** The observation of a transition, {@code [S]}, a copy. */
  public float[] observation(int i) {
    return Trajectories.gather(trajectories.observations(), observationDim(), rows[i]);
  }

  /** The action of a transition, {@code [A]}, a copy. */
  public float[] action(int i) {
    return Trajectories.gather(trajectories.actions(), actionDim(), rows[i]);
  }

  /** The reward of a transition. */
  public float reward(int i) {
    return trajectories.rewards()[rows[i]];
  }

  /** True if the task ended with this transition. */
  public boolean terminal(int i) {
    return trajectories.terminals()[rows[i]];
  }

  /**
   * True if the episode was cut off after this transition. Where the timeout row itself is dropped,
   * the transition before it has the flag, so episodes stay separate.
   */
  public boolean timeout(int i) {
    boolean[] timeouts = trajectories.timeouts();
    return trajectories.hasLastObservations()
        ? timeouts[rows[i]]
        : !terminal(i) && timeouts[rows[i] + 1];
  }

  /**
   * False if the next action is not known because the episode was cut off, or the data ends, right
   * after this transition. True at a terminal, where there is no next action.
   */
  public boolean hasNextAction(int i) {
    return nextActions != OF_DATA || terminal(i) || !trajectories.isEnd(rows[i]);
  }

  /** Copies the observation of a transition to {@code [position, position + S)}. */
  public void copyObservation(int i, float[] target, int position) {
    int s = observationDim();
    System.arraycopy(trajectories.observations(), rows[i] * s, target, position, s);
  }

  /** Copies the action of a transition to {@code [position, position + A)}. */
  public void copyAction(int i, float[] target, int position) {
    int a = actionDim();
    System.arraycopy(trajectories.actions(), rows[i] * a, target, position, a);
  }

  /** Copies the next observation of a transition to {@code [position, position + S)}. */
  public void copyNextObservation(int i, float[] target, int position) {
    trajectories.copyNextObservation(rows[i], target, position);
  }

  /**
   * Copies the next action of a transition to {@code [position, position + A)}; does nothing if
   * there is none.
   */
  public void copyNextAction(int i, float[] target, int position) {
    int a = actionDim();
    if (nextActions != OF_DATA) {
      System.arraycopy(nextActions, i * a, target, position, a);
    } else if (!trajectories.isEnd(rows[i])) {
      System.arraycopy(trajectories.actions(), (rows[i] + 1) * a, target, position, a);
    }
  }

  /** {@code [N, S]}, row by row, a copy. */
  public float[] observations() {
    return column(observationDim(), this::copyObservation);
  }

  /** {@code [N, A]}, row by row, a copy. */
  public float[] actions() {
    return column(actionDim(), this::copyAction);
  }

  /** {@code [N]}, a copy. */
  public float[] rewards() {
    return column(1, this::copyReward);
  }

  /** {@code [N, S]}, row by row, a copy. */
  public float[] nextObservations() {
    return column(observationDim(), this::copyNextObservation);
  }

  /** {@code [N]}, a copy. */
  public boolean[] terminals() {
    boolean[] flags = new boolean[size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = terminal(i);
    }
    return flags;
  }

  /** {@code [N]}, a copy. */
  public boolean[] timeouts() {
    boolean[] flags = new boolean[size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = timeout(i);
    }
    return flags;
  }

  private void copyReward(int i, float[] target, int position) {
    target[position] = reward(i);
  }

  @FunctionalInterface
  private interface RowCopy {
    void copy(int i, float[] target, int position);
  }

  private float[] column(int width, RowCopy row) {
    float[] column = new float[Math.multiplyExact(size(), width)];
    for (int i = 0; i < size(); i++) {
      row.copy(i, column, i * width);
    }
    return column;
  }

  /** SHA-256 of the dimensions and all columns, in hex: equal for equal transitions. */
  public String digest() {
    MessageDigest sha = sha256();
    String sizes = observationDim() + "x" + actionDim() + "x" + size();
    sha.update(sizes.getBytes(StandardCharsets.UTF_8));
    update(sha, observationDim(), this::copyObservation);
    update(sha, actionDim(), this::copyAction);
    update(sha, 1, this::copyReward);
    update(sha, observationDim(), this::copyNextObservation);
    byte[] flags = new byte[size()];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = (byte) ((terminal(i) ? 1 : 0) | (timeout(i) ? 2 : 0));
    }
    return HexFormat.of().formatHex(sha.digest(flags));
  }

  private void update(MessageDigest sha, int width, RowCopy row) {
    float[] values = new float[width];
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size(); i++) {
      row.copy(i, values, 0);
      bytes.asFloatBuffer().put(values);
      sha.update(bytes.array());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
