package org.spotrl.api.learning;

import org.spotrl.api.checkpoint.StateDict;

/** The result of a training phase, such as a trained density, which another run can reuse. */
public interface PhaseResult {

  /**
   * SHA-256, in hex, of everything that determines the result and the metrics of the phase on one
   * machine: the computation of an update, the number of updates, the seed, the initial values and
   * the data. Settings of other phases do not change it.
   *
   * @throws IllegalStateException if the phase has started
   */
  String key();

  /** Everything that the phase has changed: weights, moments of the optimiser, counters. */
  StateDict state();

  /** The part that is used after the phase: weights and the phase's counter. */
  StateDict learnt();

  /**
   * Completes the phase with the stored result of another learner of the same architecture.
   *
   * @param state the other learner's {@link #state}, or only its {@link #learnt}
   * @throws org.spotrl.api.error.SpotInputException if the architecture differs; the learner is
   *     then unchanged
   */
  void restore(StateDict state);
}
