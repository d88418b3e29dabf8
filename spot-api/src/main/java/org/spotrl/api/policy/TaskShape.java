package org.spotrl.api.policy;

/**
 * What a policy takes and gives.
 *
 * @param observationDim numbers in an observation, S
 * @param actionDim numbers in an action, A
 * @param maxAction actions lie in [-maxAction, maxAction] in each dimension
 */
public record TaskShape(int observationDim, int actionDim, double maxAction) {

  /** Checks that all three are positive and finite. */
  public TaskShape {
    if (observationDim < 1 || actionDim < 1) {
      throw new IllegalArgumentException(
          "observations of %d and actions of %d numbers; both need at least one"
              .formatted(observationDim, actionDim));
    }
    if (!(maxAction > 0) || Double.isInfinite(maxAction)) {
      throw new IllegalArgumentException("maxAction must be positive and finite, not " + maxAction);
    }
  }
}
