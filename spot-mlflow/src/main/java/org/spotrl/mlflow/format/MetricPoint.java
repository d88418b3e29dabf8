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
}
