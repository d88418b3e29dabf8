package org.spotrl.api.policy;

/** A policy in one episode; it may remember the episode. Used by one thread at a time. */
@FunctionalInterface
public interface Actor {

  /**
   * The action for the next observation of the episode.
   *
   * @param observation {@code [S]}, in the scale the policy was trained on
   * @return a new array {@code [A]}, in [-maxAction, maxAction]
   * @throws IllegalArgumentException if the observation has another length
   */
  double[] act(double[] observation);

  /**
   * Reports the reward of the last action, as the environment gave it; for policies that are
   * conditioned on returns.
   */
  default void rewarded(double reward) {}
}
