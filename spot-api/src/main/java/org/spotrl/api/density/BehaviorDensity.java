package org.spotrl.api.density;

/**
 * An estimate of log beta(a | s), the log density of the behaviour policy that collected the data.
 */
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

  /**
   * Log densities in nats of many actions at one observation. A model may use a cheaper estimate
   * than {@link #logDensity}, but it must be as precise where the density is high.
   *
   * @param observation {@code [S]}
   * @param actions {@code [N, A]} row by row
   * @param actionDim A
   * @return {@code [N]}
   */
  default double[] logDensityAt(float[] observation, float[] actions, int actionDim) {
    int rows = actions.length / actionDim;
    float[] observations = new float[rows * observation.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(observation, 0, observations, row * observation.length, observation.length);
    }
    return logDensity(observations, actions);
  }
}
