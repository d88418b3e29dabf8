package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;

/** A set of parameters that one optimiser trains. */
@FunctionalInterface
public interface Network {

  /** The parameters, in a fixed order. */
  List<Variable> parameters();

  /** Several networks as one. */
  static Network of(List<? extends Network> networks) {
    List<Variable> all = networks.stream().flatMap(n -> n.parameters().stream()).toList();
    return () -> all;
  }

  /** Soft update: target &lt;- tau * online + (1 - tau) * target for each parameter. */
  static void softUpdate(GraphBuilder graph, Network online, Network target, double tau) {
    List<Variable> from = online.parameters();
    List<Variable> to = target.parameters();
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(
          "the target network has %d parameters, the online network %d"
              .formatted(to.size(), from.size()));
    }
    for (int i = 0; i < from.size(); i++) {
      // A gradient descent step on |target - online|^2 / 2 computes this in one operation.
      Expr difference = to.get(i).value().minus(from.get(i).value());
      to.get(i).descend(graph.constant(tau), difference);
    }
  }
}
