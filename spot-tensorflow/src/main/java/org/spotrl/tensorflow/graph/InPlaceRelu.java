package org.spotrl.tensorflow.graph;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Lets the gradient of ReLU use the output of ReLU instead of its input.
 *
 * <p>Both are positive at the same elements, so the gradient is the same. The input is then no
 * longer needed, so ReLU can overwrite it instead of allocating memory.
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
