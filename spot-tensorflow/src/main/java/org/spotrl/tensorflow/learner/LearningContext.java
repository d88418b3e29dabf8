package org.spotrl.tensorflow.learner;

import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.BatchSource;
import org.spotrl.tensorflow.input.Inputs;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.network.NetworkFactory;

/**
 * What a component needs to write itself into a learner's graph.
 *
 * @param graph where it is written
 * @param inputs where batches and random draws come from
 * @param networks makes networks with fresh weights
 * @param shape what the policy takes and gives
 */
public record LearningContext(
    GraphBuilder graph, Inputs inputs, NetworkFactory networks, TaskShape shape) {

  /** A context whose initial weights are a function of the seed. */
  public static LearningContext of(GraphBuilder graph, Inputs inputs, long seed, TaskShape shape) {
    return new LearningContext(graph, inputs, NetworkFactory.of(graph, seed), shape);
  }

  /** Random draws for the program that is being written. */
  public NoiseSource noise() {
    return inputs.noise(graph);
  }

  /** Transitions for the program that is being written. */
  public BatchSource batches() {
    return inputs.batches(graph);
  }
}
