package org.spotrl.api.policy;

import org.spotrl.api.random.RandomSequence;

/** An immutable, thread-safe policy; it creates an {@link Actor} for each episode. */
@FunctionalInterface
public interface Policy {

  /**
   * Begins an episode.
   *
   * @param random the source of all randomness in the episode's actions
   */
  Actor start(RandomSequence random);

  /** A policy whose action depends on the observation only. */
  static Policy deterministic(Actor function) {
    return random -> function;
  }
}
