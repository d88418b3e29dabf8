package org.spotrl.api.env;

import org.spotrl.api.random.RandomSequence;

/**
 * One episodic environment with continuous actions. Not thread-safe; holds native memory until
 * closed.
 */
public interface Environment extends AutoCloseable {

  /** Its dimensions, limits and reference scores. */
  EnvironmentSpec specification();

  /**
   * Starts an episode and returns its first observation, {@code [S]}.
   *
   * @param random the only source of randomness of the whole episode
   */
  double[] reset(RandomSequence random);

  /**
   * Takes one step.
   *
   * @param action {@code [A]}; values beyond the bounds are clipped as the environment's authors do
   * @throws org.spotrl.api.error.SpotRunException if the action has a NaN or the physics broke down
   */
  StepResult step(double[] action);

  @Override
  void close();
}
