package org.spotrl.api.env;

import org.spotrl.api.policy.TaskShape;

/**
 * What is known of an environment before it is made.
 *
 * @param id name that selects it, for example {@code maze2d-umaze-v1}
 * @param observationDim numbers in an observation, S
 * @param actionDim numbers in an action, A
 * @param maxAction actions lie in [-maxAction, maxAction] in each dimension
 * @param maxEpisodeSteps steps after which an episode is cut (a time-out, not a terminal)
 * @param referenceScores D4RL's reference returns
 */
public record EnvironmentSpec(
    String id,
    int observationDim,
    int actionDim,
    double maxAction,
    int maxEpisodeSteps,
    ReferenceScores referenceScores) {

  /** What a policy for it takes and gives. */
  public TaskShape shape() {
    return new TaskShape(observationDim, actionDim, maxAction);
  }
}
