package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;

/**
 * Inputs that the caller feeds in each run: draws as {@code PROGRAM/NAME}, for example {@code
 * policy/target_policy_noise}, and data as {@code PROGRAM/batch/observations} and so on.
 *
 * @param observationDim S
 * @param actionDim A
 */
public record RecordedInputs(int observationDim, int actionDim) implements Inputs {

  @Override
  public NoiseSource noise(GraphBuilder graph) {
    return new NoiseSource() {
      @Override
      public Expr normal(String name, long... shape) {
        return graph.placeholder(name, shape);
      }

      @Override
      public Expr uniform(String name, double low, double high, long... shape) {
        return graph.placeholder(name, shape);
      }

      @Override
      public Expr keepMask(String name, double dropRate, long... shape) {
        return graph.placeholder(name, shape);
      }
    };
  }

  @Override
  public BatchSource batches(GraphBuilder graph) {
    return new BatchSource() {
      @Override
      public Batch sample(int size) {
        return new Batch(
            graph.placeholder("batch/observations", size, observationDim),
            graph.placeholder("batch/actions", size, actionDim),
            graph.placeholder("batch/rewards", size),
            graph.placeholder("batch/next_observations", size, observationDim),
            graph.placeholder("batch/not_done", size));
      }

      @Override
      public SarsaBatch sampleWithNextActions(int size) {
        return new SarsaBatch(
            sample(size), graph.placeholder("batch/next_actions", size, actionDim));
      }

      @Override
      public SequenceBatch sampleSequences(int size, int length) {
        return new SequenceBatch(
            graph.placeholder("batch/observations", size, length, observationDim),
            graph.placeholder("batch/actions", size, length, actionDim),
            graph.placeholder("batch/returns_to_go", size, length),
            graph.placeholder("batch/timesteps", size, length),
            graph.placeholder("batch/mask", size, length));
      }
    };
  }
}
