package org.spotrl.api.learning;

import java.util.Map;
import java.util.Optional;

/**
 * A phase of training with its own update counter: for example the density first, then the policy.
 */
public interface TrainingPhase {

  /** Short name: {@code density}, {@code policy}. */
  String name();

  /** Total updates of the phase. */
  long updates();

  /** Updates done so far; restored with the learner's state. */
  long completed();

  /** True if this phase trains the policy, so that it is evaluated during the phase. */
  boolean trainsPolicy();

  /**
   * Runs the next updates.
   *
   * @param count number of updates, at most {@link #updates()} - {@link #completed()}
   * @return metrics of the last update by full name, for example {@code train/critic_loss}
   * @throws org.spotrl.api.error.SpotDivergenceException if training diverged (NaN, or Q above the
   *     authors' limit); the message names the update
   */
  Map<String, Double> train(int count);

  /** The result of the phase, if a later run can reuse it instead of training it again. */
  default Optional<PhaseResult> result() {
    return Optional.empty();
  }
}
