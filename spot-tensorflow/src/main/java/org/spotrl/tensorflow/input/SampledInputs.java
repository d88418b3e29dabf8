package org.spotrl.tensorflow.input;

import org.spotrl.api.data.Dataset;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Inputs of training: transitions drawn from a data set uniformly with replacement, and random
 * numbers that are a function of (seed, program, name, update).
 */
public final class SampledInputs implements Inputs {

  private final DataRows rows;
  private final long seed;

  /** Inputs from this data; its rows are put into the graph once. */
  public SampledInputs(GraphBuilder graph, Dataset dataset, long seed) {
    this.rows = new DataRows(graph, dataset);
    this.seed = seed;
  }

  @Override
  public NoiseSource noise(GraphBuilder graph) {
    return new StatelessNoise(graph, seed);
  }

  @Override
  public BatchSource batches(GraphBuilder graph) {
    StatelessNoise noise = new StatelessNoise(graph, seed);
    return size -> rows.gather(noise.indices("batch", rows.count(), size));
  }
}
