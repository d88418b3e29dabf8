package org.spotrl.tensorflow.network;

import java.util.List;
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
}
