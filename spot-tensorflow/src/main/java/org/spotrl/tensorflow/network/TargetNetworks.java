package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.tensorflow.op.Ops;

/** Networks that follow others slowly. */
public final class TargetNetworks {

  private TargetNetworks() {}

  /** target &lt;- tau * online + (1 - tau) * target, parameter by parameter. */
  public static void softUpdate(GraphBuilder graph, Network online, Network target, double tau) {
    Ops tf = graph.tf();
    List<Variable> from = online.parameters();
    List<Variable> to = target.parameters();
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "%d parameters cannot follow %d".formatted(to.size(), from.size()));
    }
    for (int i = 0; i < from.size(); i++) {
      // A gradient descent step on |target - online|^2 / 2 is the same formula in one operation.
      var difference = to.get(i).value().minus(from.get(i).value());
      var write =
          tf.train.resourceApplyGradientDescent(
              to.get(i).handle(), tf.constant((float) tau), difference);
      to.get(i).writtenBy(write.op());
    }
  }
}
