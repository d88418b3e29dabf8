package org.spotrl.tensorflow.input;

/**
 * Source of the batches of one program; each update gets a new batch. Only the data that some
 * program asks for is put into the graph.
 */
public interface BatchSource {

  /** A batch of transitions, drawn uniformly with replacement. */
  Batch sample(int size);

  /**
   * A batch of transitions with their next actions (SARSA). Transitions without a known next
   * action, because the episode was cut off there, are not drawn. If all next actions are known,
   * these are the transitions of {@link #sample}.
   */
  SarsaBatch sampleWithNextActions(int size);

  /**
   * A batch of subsequences of trajectories with up to {@code length} steps. The first step is
   * drawn uniformly from all steps of finished trajectories, so longer trajectories are drawn in
   * proportion to their length. A subsequence ends with its trajectory or after {@code length}
   * steps. It includes timeout rows, which are not transitions. Source: Decision Transformer,
   * gym/experiment.py.
   */
  SequenceBatch sampleSequences(int size, int length);
}
