package org.spotrl.api.env;

/**
 * The result of one environment step.
 *
 * @param observation the new observation, {@code [S]}; the caller may keep it
 * @param reward the reward
 * @param terminal true if the task ended the episode
 * @param timeout true if the step limit cut the episode off; both flags may be set
 */
@SuppressWarnings("ArrayRecordComponent") // created a million times in a run
public record StepResult(double[] observation, double reward, boolean terminal, boolean timeout) {

  /** True if the environment must be reset before its next step. */
  public boolean done() {
    return terminal || timeout;
  }
}
