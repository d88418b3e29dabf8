package org.spotrl.api.env;

import org.spotrl.api.random.RandomSequence;

/**
 * One episodic environment with continuous actions. Not thread-safe; holds native memory until
 * closed.
 */
public interface Environment extends AutoCloseable {

  /** The dimensions, limits and reference scores. */
  EnvironmentSpec specification();

  /**
   * Starts an episode and returns its first observation, {@code [S]}.
   *
   * @param random the source of all randomness in the episode
   */
  double[] reset(RandomSequence random);

  /**
   * Takes one step.
   *
   * @param action {@code [A]}; values outside the bounds are clipped, as in the original
   *     environment
   * @throws org.spotrl.api.error.SpotRunException if the action contains NaN or the simulation
   *     becomes unstable
   */
  StepResult step(double[] action);

  @Override
  void close();
}
