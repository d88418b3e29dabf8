package org.spotrl.tensorflow.input;

/**
 * Where the data of one program comes from: each method gives rows of the data set that are new in
 * each update. Only what some program asks for is put into the graph.
 */
public interface BatchSource {

  /** This many transitions, drawn uniformly with replacement. */
  Batch sample(int size);

  /**
   * This many transitions with the actions that followed them (SARSA). Transitions whose next
   * action is not known, because the episode was cut there, are not drawn; where all are known,
   * these are the transitions of {@link #sample}.
   */
  SarsaBatch sampleWithNextActions(int size);

  /**
   * This many pieces of trajectories, of up to {@code length} steps. A piece starts at a step drawn
   * uniformly from all steps of finished trajectories, so a trajectory is drawn in proportion to
   * its length, and ends with its trajectory or after {@code length} steps. Time-out rows, which
   * are no transitions, are among the steps. Source: Decision Transformer, gym/experiment.py.
   */
  SequenceBatch sampleSequences(int size, int length);
}
