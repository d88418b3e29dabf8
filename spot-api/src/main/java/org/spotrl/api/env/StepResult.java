package org.spotrl.api.env;

/**
 * What one environment step brought.
 *
 * @param observation the new observation, {@code [S]}; the caller may keep it
 * @param reward the step's reward
 * @param terminal true if the task itself ended the episode
 * @param timeout true if the step limit cut the episode; both flags may be set by one step
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is made a million times a run
public record StepResult(double[] observation, double reward, boolean terminal, boolean timeout) {

  /** True if the environment must be reset before its next step. */
  public boolean done() {
    return terminal || timeout;
  }
}
