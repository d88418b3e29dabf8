package org.spotrl.tensorflow.learner;

import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.BatchSource;
import org.spotrl.tensorflow.input.Inputs;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.network.NetworkFactory;

/**
 * The context in which a component writes its part of a learner's graph.
 *
 * @param graph the graph
 * @param inputs source of batches and random draws
 * @param networks creates networks with initial weights
 * @param shape dimensions of observations and actions
 */
public record LearningContext(
    GraphBuilder graph, Inputs inputs, NetworkFactory networks, TaskShape shape) {

  /** A context with initial weights from this seed. */
  public static LearningContext of(GraphBuilder graph, Inputs inputs, long seed, TaskShape shape) {
    return new LearningContext(graph, inputs, NetworkFactory.of(graph, seed), shape);
  }

  /** Random draws for the current program. */
  public NoiseSource noise() {
    return inputs.noise(graph);
  }

  /** Batches for the current program. */
  public BatchSource batches() {
    return inputs.batches(graph);
  }
}
