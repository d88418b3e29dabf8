package org.spotrl.studies.reproduction;

import java.util.Optional;

/**
 * A point of a metric that differs.
 *
 * @param metric the metric
 * @param step number of updates of its phase
 * @param then its value in the original; empty if the original has no such point
 * @param now its value in the new run; empty if there is no such point
 */
public record MetricDifference(
    String metric, long step, Optional<Double> then, Optional<Double> now) {

  /**
   * The difference relative to the larger absolute value, 0 to 2; infinite if a value is missing or
   * NaN.
   */
  public double relative() {
    double a = then.orElse(Double.NaN);
    double b = now.orElse(Double.NaN);
    // Halved, so that the difference of huge values does not overflow.
    double relative = Math.abs(a / 2 - b / 2) / Math.max(Math.abs(a / 2), Math.abs(b / 2));
    return Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
  }
}
