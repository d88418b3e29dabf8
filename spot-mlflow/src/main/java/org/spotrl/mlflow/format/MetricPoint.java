package org.spotrl.mlflow.format;

import java.util.Comparator;

/**
 * One recorded value of a metric.
 *
 * @param millis time of recording, milliseconds since 1970
 * @param step number of updates
 * @param value may be NaN
 */
public record MetricPoint(long millis, long step, double value) {

  /** MLflow's order of points; its tables show the last one as the latest value. */
  public static final Comparator<MetricPoint> LATEST =
      Comparator.comparingLong(MetricPoint::step)
          .thenComparingLong(MetricPoint::millis)
          .thenComparingDouble(MetricPoint::value);

  /**
   * This point with the largest finite number in place of infinity, as MLflow's databases store it.
   * MLflow's pages fail on infinity.
   */
  public MetricPoint finite() {
    return new MetricPoint(millis, step, finite(value));
  }

  /** The value, with the largest finite number in place of infinity. */
  public static double finite(double value) {
    return Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : value;
  }
}
