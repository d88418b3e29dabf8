package org.spotrl.api.learning;

import org.spotrl.api.checkpoint.StateDict;

/**
 * What a training phase leaves behind, such as a trained density, as something to be stored and to
 * be taken over by another run.
 */
public interface PhaseResult {

  /**
   * SHA-256, hexadecimal, of all that the result and the metrics of the phase are a function of on
   * one machine: what an update computes, the number of updates, the seed, the initial values and
   * the data. Settings of other phases do not change it.
   *
   * @throws IllegalStateException if the phase has begun
   */
  String key();

  /** All that the phase has changed: weights, the optimiser's moments, counters. */
  StateDict state();

  /** What of it is used after the phase: the weights and the phase's counter. */
  StateDict learnt();

  /**
   * Completes the phase by what another learner of the same architecture has stored.
   *
   * @param state its {@link #state}, or {@link #learnt} alone
   * @throws org.spotrl.api.error.SpotInputException if it is of another architecture; nothing is
   *     changed then
   */
  void restore(StateDict state);
}
