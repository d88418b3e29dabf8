package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;

/** Something with parameters that an optimiser trains together. */
@FunctionalInterface
public interface Network {

  /** Its parameters, in a fixed order. */
  List<Variable> parameters();

  /** Several networks as one. */
  static Network of(List<? extends Network> networks) {
    List<Variable> all = networks.stream().flatMap(n -> n.parameters().stream()).toList();
    return () -> all;
  }

  /** target &lt;- tau * online + (1 - tau) * target, parameter by parameter. */
  static void softUpdate(GraphBuilder graph, Network online, Network target, double tau) {
    List<Variable> from = online.parameters();
    List<Variable> to = target.parameters();
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "%d parameters cannot follow %d".formatted(to.size(), from.size()));
    }
    for (int i = 0; i < from.size(); i++) {
      // A gradient descent step on |target - online|^2 / 2 is the same formula in one operation.
      Expr difference = to.get(i).value().minus(from.get(i).value());
      to.get(i).descend(graph.constant(tau), difference);
    }
  }
}
