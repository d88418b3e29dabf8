package org.spotrl.cli.benchmark;

import java.util.List;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.graph.Variable;
import org.tensorflow.op.linalg.MatMul;

/** The bare matrix products of an update as a graph; each product has its own matrices. */
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

  /** Assigns the product to a variable, because TensorFlow skips operations without effect. */
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
    return builder.fixed(
        name,
        () -> MadeData.uniform(RandomStream.of(0, name).at(0), rows * columns),
        rows,
        columns);
  }

  /** Updates that need the products of one run. */
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
