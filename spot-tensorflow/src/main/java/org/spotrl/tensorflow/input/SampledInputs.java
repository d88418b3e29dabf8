package org.spotrl.tensorflow.input;

import org.spotrl.api.data.Dataset;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Training inputs: rows drawn uniformly with replacement, and random numbers that are a function of
 * (seed, program, name, update).
 */
public final class SampledInputs implements Inputs {

  private final DataRows rows;
  private final long seed;

  /**
   * Inputs from this data set; its rows are added to the graph when a program first asks for them.
   */
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
    return new BatchSource() {
      @Override
      public Batch sample(int size) {
        return rows.transitions(noise.indices("batch", rows.count(), size));
      }

      @Override
      public SarsaBatch sampleWithNextActions(int size) {
        return rows.withNextActions(noise.indices("batch", rows.countWithNextAction(), size));
      }

      @Override
      public SequenceBatch sampleSequences(int size, int length) {
        return rows.sequences(noise.indices("sequences", rows.steps(), size), length);
      }
    };
  }
}
