package org.spotrl.tensorflow.learner;

import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.BatchSource;
import org.spotrl.tensorflow.input.Inputs;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.network.Initialization;

/**
 * What a part needs to write itself into a learner's graph.
 *
 * @param graph where it is written
 * @param inputs where batches and random draws come from
 * @param initialization where initial weights come from
 * @param observationDim S
 * @param actionDim A
 * @param maxAction actions lie in [-maxAction, maxAction]
 */
public record LearningContext(
    GraphBuilder graph,
    Inputs inputs,
    Initialization initialization,
    int observationDim,
    int actionDim,
    double maxAction) {

  /** Random draws for the program that is being written. */
  public NoiseSource noise() {
    return inputs.noise(graph);
  }

  /** Transitions for the program that is being written. */
  public BatchSource batches() {
    return inputs.batches(graph);
  }
}
