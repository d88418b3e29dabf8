package org.spotrl.api.policy;

/**
 * The dimensions of a policy's observations and actions.
 *
 * @param observationDim size of an observation, S
 * @param actionDim size of an action, A
 * @param maxAction actions lie in [-maxAction, maxAction] in each dimension
 */
public record TaskShape(int observationDim, int actionDim, double maxAction) {

  /** Checks that all three are positive and finite. */
  public TaskShape {
    if (observationDim < 1 || actionDim < 1) {
      throw new IllegalArgumentException(
          "observations have %d numbers and actions %d; both need at least 1"
              .formatted(observationDim, actionDim));
    }
    if (!(maxAction > 0) || Double.isInfinite(maxAction)) {
      throw new IllegalArgumentException("maxAction must be positive and finite, not " + maxAction);
    }
  }
}
