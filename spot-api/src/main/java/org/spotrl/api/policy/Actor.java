package org.spotrl.api.policy;

/** A policy acting in one episode; it may remember the episode. Not thread-safe. */
@FunctionalInterface
public interface Actor {

  /**
   * Returns the action for the next observation of the episode.
   *
   * @param observation {@code [S]}, on the scale of the policy's training data
   * @return a new array {@code [A]}, in [-maxAction, maxAction]
   * @throws IllegalArgumentException if the observation has another length
   */
  double[] act(double[] observation);

  /** Reports the environment's reward for the last action; for return-conditioned policies. */
  default void rewarded(double reward) {}
}
