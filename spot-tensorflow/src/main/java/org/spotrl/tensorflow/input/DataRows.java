package org.spotrl.tensorflow.input;

import java.util.List;
import org.spotrl.api.data.Dataset;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A data set as one variable of rows, so that a batch is one gather: {@code [N, 2S + A + 2]} with
 * the columns observation, action, next observation, reward, not done.
 */
final class DataRows {

  private final GraphBuilder graph;
  private final int observationDim;
  private final int actionDim;
  private final int count;
  private final Variable rows;

  DataRows(GraphBuilder graph, Dataset dataset) {
    this.graph = graph;
    this.observationDim = dataset.observationDim();
    this.actionDim = dataset.actionDim();
    this.count = dataset.size();
    this.rows = graph.fixed("data", () -> pack(dataset), count, width());
  }

  /** Number of transitions, N. */
  int count() {
    return count;
  }

  private int width() {
    return 2 * observationDim + actionDim + 2;
  }

  /** The transitions at these row numbers {@code [B]}. */
  Batch gather(Operand<TInt64> indices) {
    Ops tf = graph.tf();
    Operand<TFloat32> gathered = tf.resourceGather(rows.handle(), indices, TFloat32.class);
    long[] widths = {observationDim, actionDim, observationDim, 1, 1};
    List<org.tensorflow.Output<TFloat32>> columns =
        tf.splitV(gathered, tf.constant(widths), tf.constant(1), (long) widths.length).output();
    long size = indices.shape().get(0);
    return new Batch(
        graph.expr(columns.get(0)),
        graph.expr(columns.get(1)),
        graph.expr(columns.get(3)).reshape(size),
        graph.expr(columns.get(2)),
        graph.expr(columns.get(4)).reshape(size));
  }

  private static float[] pack(Dataset data) {
    int s = data.observationDim();
    int a = data.actionDim();
    int width = 2 * s + a + 2;
    float[] packed = new float[Math.multiplyExact(data.size(), width)];
    for (int row = 0, at = 0; row < data.size(); row++, at += width) {
      data.copyObservation(row, packed, at);
      data.copyAction(row, packed, at + s);
      data.copyNextObservation(row, packed, at + s + a);
      packed[at + 2 * s + a] = data.reward(row);
      packed[at + 2 * s + a + 1] = data.terminal(row) ? 0f : 1f;
    }
    return packed;
  }
}
