package org.spotrl.api.policy;

/** A deterministic policy as evaluation uses it. Immutable and safe for use by many threads. */
@FunctionalInterface
public interface Policy {

  /**
   * The action for one observation.
   *
   * @param observation {@code [S]}, in the scale the policy was trained on
   * @return a new array {@code [A]}, in [-maxAction, maxAction]
   */
  double[] act(double[] observation);
}
