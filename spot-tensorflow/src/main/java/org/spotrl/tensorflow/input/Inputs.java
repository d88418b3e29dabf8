package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Inputs of a graph: sampled in training ({@link SampledInputs}) or fed in a replay ({@link
 * RecordedInputs}).
 */
public interface Inputs {

  /** Random draws for the current program. */
  NoiseSource noise(GraphBuilder graph);

  /** Batches for the current program. */
  BatchSource batches(GraphBuilder graph);
}
