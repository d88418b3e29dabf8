package org.spotrl.mlflow.format;

import java.util.Comparator;

/**
 * One recorded value of a metric.
 *
 * @param millis when it was recorded, milliseconds since 1970
 * @param step updates done
 * @param value may be NaN
 */
public record MetricPoint(long millis, long step, double value) {

  /** MLflow's order: the greatest point is the one that its tables show as the latest value. */
  public static final Comparator<MetricPoint> LATEST =
      Comparator.comparingLong(MetricPoint::step)
          .thenComparingLong(MetricPoint::millis)
          .thenComparingDouble(MetricPoint::value);

  /**
   * The same with the greatest number in place of infinity, as MLflow's data bases keep it and its
   * pages ask for it.
   */
  public MetricPoint finite() {
    return Double.isInfinite(value)
        ? new MetricPoint(millis, step, Math.copySign(Double.MAX_VALUE, value))
        : this;
  }
}
