package org.spotrl.api.learning;

/** A learner's estimate of Q(s, a): the discounted return after action a in state s. */
@FunctionalInterface
public interface ActionValue {

  /**
   * Values on the scale of the training rewards, one for each row.
   *
   * @param observations {@code [B, S]} row by row, in the scale the learner was trained on
   * @param actions {@code [B, A]} row by row
   * @return {@code [B]}
   */
  double[] of(float[] observations, float[] actions);
}
