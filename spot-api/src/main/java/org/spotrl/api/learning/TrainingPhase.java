package org.spotrl.api.learning;

import java.util.Map;

/**
 * A stretch of training with a counter of its own, for example the density model's before the
 * policy's.
 */
public interface TrainingPhase {

  /** Short name: {@code density}, {@code policy}. */
  String name();

  /** Updates to do in all. */
  long updates();

  /** Updates done so far; restored with the learner's state. */
  long completed();

  /** True if the policy changes in this phase, so that evaluating it between chunks makes sense. */
  boolean trainsPolicy();

  /**
   * Does the next updates.
   *
   * @param count how many, at most {@link #updates()} - {@link #completed()}
   * @return metrics of the last update by full name, for example {@code train/critic_loss}
   * @throws org.spotrl.api.error.SpotRunException if training diverged (a NaN, or Q beyond the
   *     authors' limit), naming the update
   */
  Map<String, Double> train(int count);
}
