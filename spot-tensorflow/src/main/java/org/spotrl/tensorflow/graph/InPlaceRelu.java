package org.spotrl.tensorflow.graph;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Lets the backward pass of ReLU look at its output in place of its input.
 *
 * <p>Both are positive at the same places, so the gradient is the same; but nothing needs the input
 * any more, and ReLU can overwrite it instead of filling new memory.
 */
final class InPlaceRelu {

  private InPlaceRelu() {}

  static GraphDef apply(GraphDef graph) {
    Map<String, String> outputOf = new HashMap<>();
    GraphDef.Builder result = graph.toBuilder().clearNode();
    for (NodeDef node : graph.getNodeList()) {
      if (node.getOp().equals("Relu")) {
        outputOf.putIfAbsent(node.getInput(0), node.getName());
      }
      String output = node.getOp().equals("ReluGrad") ? outputOf.get(node.getInput(1)) : null;
      result.addNode(output == null ? node : node.toBuilder().setInput(1, output).build());
    }
    return result.build();
  }
}
