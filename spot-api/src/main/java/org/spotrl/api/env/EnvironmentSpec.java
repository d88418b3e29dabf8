package org.spotrl.api.env;

import org.spotrl.api.policy.TaskShape;

/**
 * The specification of an environment, known before it is created.
 *
 * @param id unique name, for example {@code maze2d-umaze-v1}
 * @param observationDim size of an observation, S
 * @param actionDim size of an action, A
 * @param maxAction actions lie in [-maxAction, maxAction] in each dimension; infinite if unknown
 * @param maxEpisodeSteps steps after which an episode is cut off (a timeout, not a terminal)
 * @param referenceScores D4RL's reference returns, if there are any
 */
public record EnvironmentSpec(
    String id,
    int observationDim,
    int actionDim,
    double maxAction,
    int maxEpisodeSteps,
    ReferenceScores referenceScores) {

  /** A copy with another bound of the actions. */
  public EnvironmentSpec withMaxAction(double bound) {
    return new EnvironmentSpec(
        id, observationDim, actionDim, bound, maxEpisodeSteps, referenceScores);
  }

  /** The dimensions of a policy for this environment. */
  public TaskShape shape() {
    return new TaskShape(observationDim, actionDim, maxAction);
  }
}
