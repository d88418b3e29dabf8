package org.spotrl.cli.benchmark;

import java.util.List;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.graph.TrainOp;
import org.tensorflow.op.linalg.MatMul;

/** The bare matrix products of an update as a graph of their own, each on matrices of its own. */
final class ProductGraph implements AutoCloseable {

  private final CompiledGraph graph;
  private final TrainOp trainOp;
  private final int updates;

  ProductGraph(UpdateProducts products, int intraOpThreads) {
    updates = products.updates();
    try (GraphBuilder builder = new GraphBuilder()) {
      builder.beginProgram("products");
      List<MatrixProduct> all = products.products();
      for (int i = 0; i < all.size(); i++) {
        write(builder, "product_" + i, all.get(i));
      }
      trainOp = builder.trainOp("all");
      graph = builder.compile(new SessionSettings(intraOpThreads));
    }
  }

  /** The result is kept in a variable: TensorFlow leaves out what has no effect. */
  private static void write(GraphBuilder builder, String name, MatrixProduct p) {
    Variable left = matrix(builder, name + "/left", p.leftRows(), p.leftColumns());
    Variable right = matrix(builder, name + "/right", p.rightRows(), p.rightColumns());
    Variable result = matrix(builder, name + "/result", p.rows(), p.columns());
    MatMul<?> product =
        builder
            .tf()
            .linalg
            .matMul(
                left.value(),
                right.value(),
                MatMul.transposeA(p.transposeLeft()),
                MatMul.transposeB(p.transposeRight()));
    result.writtenBy(builder.tf().assignVariableOp(result.handle(), product).op());
  }

  private static Variable matrix(GraphBuilder builder, String name, int rows, int columns) {
    return builder.fixed(name, () -> uniform(name, rows * columns), rows, columns);
  }

  /** Numbers of size one: zeros or denormals would be multiplied at another speed. */
  private static float[] uniform(String name, int length) {
    RandomSequence random = RandomStream.of(0, name).at(0);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
    return values;
  }

  /** How many updates one run stands for. */
  int updates() {
    return updates;
  }

  void run() {
    graph.run(trainOp);
  }

  @Override
  public void close() {
    graph.close();
  }
}
