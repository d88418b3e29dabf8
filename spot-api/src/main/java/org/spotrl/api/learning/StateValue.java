package org.spotrl.api.learning;

/** A learner's estimate of V(s): the discounted return from state s. */
@FunctionalInterface
public interface StateValue {

  /**
   * Values on the scale of the training rewards, one for each row.
   *
   * @param observations {@code [B, S]} row by row, in the scale the learner was trained on
   * @return {@code [B]}
   */
  double[] of(float[] observations);
}
