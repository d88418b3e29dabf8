package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * The inputs of a graph: sampled in training ({@link SampledInputs}), fed in a replay ({@link
 * RecordedInputs}).
 */
public interface Inputs {

  /** Random draws for the program that is being written. */
  NoiseSource noise(GraphBuilder graph);

  /** Transitions for the program that is being written. */
  BatchSource batches(GraphBuilder graph);
}
