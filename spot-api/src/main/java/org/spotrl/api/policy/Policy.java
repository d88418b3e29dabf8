package org.spotrl.api.policy;

import org.spotrl.api.random.RandomSequence;

/** How to act. Immutable and safe for use by many threads; each episode gets an {@link Actor}. */
@FunctionalInterface
public interface Policy {

  /**
   * Begins an episode.
   *
   * @param random the only source of randomness of the episode's actions
   */
  Actor start(RandomSequence random);

  /** A policy whose action is a function of the observation alone. */
  static Policy deterministic(Actor function) {
    return random -> function;
  }
}
