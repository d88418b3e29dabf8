package org.spotrl.api.density;

/** An estimate of log beta(a | s), the log density of the policy that collected the data. */
@FunctionalInterface
public interface BehaviorDensity {

  /**
   * Log densities in nats, one for each row.
   *
   * @param observations {@code [B, S]} row by row, in the scale the model was trained on
   * @param actions {@code [B, A]} row by row
   * @return {@code [B]}
   */
  double[] logDensity(float[] observations, float[] actions);
}
