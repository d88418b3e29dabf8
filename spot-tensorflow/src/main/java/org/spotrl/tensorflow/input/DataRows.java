package org.spotrl.tensorflow.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A data set as variables of rows, so that a batch is one gather. Each variable is created when a
 * program first asks for it:
 *
 * <ul>
 *   <li>{@code data}, {@code [N, 2S + A + 2]}: observation, action, next observation, reward and
 *       not-done flag of each transition.
 *   <li>{@code next_actions}, {@code [N, A]}: the next action of each transition.
 *   <li>{@code sequences}, {@code [T, S + A + 2]}: observation, action, return to go and time step
 *       of each step of the finished trajectories, in time order.
 * </ul>
 */
final class DataRows {

  private static final Logger LOG = LoggerFactory.getLogger(DataRows.class);

  private final GraphBuilder graph;
  private final Ops tf;
  private final Dataset data;
  private final int s;
  private final int a;
  private final int steps;
  private final long[] withNextAction;
  private @Nullable Variable transitions;
  private @Nullable Variable nextActions;
  private @Nullable Variable sequences;

  DataRows(GraphBuilder graph, Dataset data) {
    this.graph = graph;
    this.tf = graph.tf();
    this.data = data;
    this.s = data.observationDim();
    this.a = data.actionDim();
    Trajectories trajectories = data.trajectories();
    int finished = trajectories.finishedCount();
    this.steps = finished == 0 ? 0 : trajectories.end(finished - 1);
    this.withNextAction =
        IntStream.range(0, count()).filter(data::hasNextAction).asLongStream().toArray();
  }

  /** Number of transitions, N. */
  int count() {
    return data.size();
  }

  /** Number of transitions with a known next action. */
  int countWithNextAction() {
    return withNextAction.length;
  }

  /** Number of steps of the finished trajectories, T. */
  int steps() {
    return steps;
  }

  /** The transitions at these row numbers {@code [B]}. */
  Batch transitions(Operand<TInt64> indices) {
    if (transitions == null) {
      transitions = fixed("data", this::packTransitions, count(), 2 * s + a + 2);
    }
    List<Output<TFloat32>> columns = gather(transitions, indices, s, a, s, 1, 1);
    long size = indices.shape().get(0);
    return new Batch(
        graph.expr(columns.get(0)),
        graph.expr(columns.get(1)),
        graph.expr(columns.get(3)).reshape(size),
        graph.expr(columns.get(2)),
        graph.expr(columns.get(4)).reshape(size));
  }

  /**
   * The transitions with a known next action.
   *
   * @param numbers {@code [B]}, indices into these transitions
   * @throws SpotInputException if the data has transitions, but no known next action
   */
  SarsaBatch withNextActions(Operand<TInt64> numbers) {
    if (count() > 0 && withNextAction.length == 0) {
      throw new SpotInputException(
          "data set '%s' has no transition with a known next action; this method needs steps in time order"
              .formatted(data.name()));
    }
    if (nextActions == null) {
      nextActions = fixed("next_actions", this::packNextActions, count(), a);
    }
    Operand<TInt64> rows =
        withNextAction.length == count()
            ? numbers
            : tf.gather(tf.constant(withNextAction), numbers, tf.constant(0));
    Operand<TFloat32> next = tf.resourceGather(nextActions.handle(), rows, TFloat32.class);
    return new SarsaBatch(transitions(rows), graph.expr(next));
  }

  /** Subsequences of up to {@code length} steps that start at these row numbers {@code [B]}. */
  SequenceBatch sequences(Operand<TInt64> starts, int length) {
    if (sequences == null) {
      sequences = fixed("sequences", this::packSequences, steps, s + a + 2);
    }
    long size = starts.shape().get(0);
    Operand<TInt64> offsets = tf.constant(LongStream.range(0, length).toArray());
    Operand<TInt64> rows = tf.math.add(tf.expandDims(starts, tf.constant(1)), offsets);
    // Indices beyond the last row are clamped; the mask hides these rows.
    Operand<TInt64> within = tf.math.minimum(rows, tf.constant(steps - 1L));
    Operand<TInt64> flat = tf.reshape(within, tf.constant(new long[] {size * length}));
    List<Output<TFloat32>> columns = gather(sequences, flat, s, a, 1, 1);
    Expr timesteps = graph.expr(columns.get(3)).reshape(size, length);
    Expr counted =
        timesteps.columns(0, 1).plus(graph.expr(tf.dtypes.cast(offsets, TFloat32.class)));
    // The next trajectory's time steps restart at 0, so its rows never continue the count.
    Expr mask = graph.expr(tf.dtypes.cast(tf.math.equal(timesteps, counted), TFloat32.class));
    Expr each = mask.expandDims(2);
    return new SequenceBatch(
        graph.expr(columns.get(0)).reshape(size, length, s).times(each),
        graph.expr(columns.get(1)).reshape(size, length, a).times(each),
        graph.expr(columns.get(2)).reshape(size, length).times(mask),
        counted,
        mask);
  }

  /** A variable in this process's memory, or in memory that it shares with others. */
  private Variable fixed(String name, Supplier<float[]> values, int rows, int width) {
    Optional<Path> folder = data.sharedFolder();
    if (folder.isPresent() && rows > 0) {
      try {
        return graph.mapped(name, SharedFile.of(folder.get(), values.get()), rows, width);
      } catch (SpotRunException e) {
        LOG.warn("{}; each process has its own copy", e.getMessage());
      }
    }
    return graph.fixed(name, values, rows, width);
  }

  private List<Output<TFloat32>> gather(
      Variable variable, Operand<TInt64> indices, long... widths) {
    Operand<TFloat32> rows = tf.resourceGather(variable.handle(), indices, TFloat32.class);
    return tf.splitV(rows, tf.constant(widths), tf.constant(1), (long) widths.length).output();
  }

  private float[] packTransitions() {
    int width = 2 * s + a + 2;
    float[] packed = new float[Math.multiplyExact(count(), width)];
    int at = 0;
    for (int i = 0; i < count(); i++) {
      data.copyObservation(i, packed, at);
      data.copyAction(i, packed, at + s);
      data.copyNextObservation(i, packed, at + s + a);
      packed[at + 2 * s + a] = data.reward(i);
      packed[at + 2 * s + a + 1] = data.terminal(i) ? 0f : 1f;
      at += width;
    }
    return packed;
  }

  private float[] packNextActions() {
    float[] packed = new float[Math.multiplyExact(count(), a)];
    for (int i = 0; i < count(); i++) {
      data.copyNextAction(i, packed, i * a);
    }
    return packed;
  }

  private float[] packSequences() {
    Trajectories all = data.trajectories();
    int width = s + a + 2;
    float[] packed = new float[Math.multiplyExact(steps, width)];
    for (int k = 0; k < all.finishedCount(); k++) {
      double returnToGo = 0;
      for (int row = all.end(k) - 1; row >= all.start(k); row--) {
        int at = row * width;
        returnToGo += all.rewards()[row];
        System.arraycopy(all.observations(), row * s, packed, at, s);
        System.arraycopy(all.actions(), row * a, packed, at + s, a);
        packed[at + s + a] = (float) returnToGo;
        packed[at + s + a + 1] = row - all.start(k);
      }
    }
    return packed;
  }
}
