package org.spotrl.tensorflow.input;

import org.spotrl.api.data.Dataset;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Inputs of training: rows drawn from a data set uniformly with replacement, and random numbers
 * that are a function of (seed, program, name, update).
 */
public final class SampledInputs implements Inputs {

  private final DataRows rows;
  private final long seed;

  /** Inputs from this data; its rows are put into the graph once, when a program asks for them. */
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
