package org.spotrl.studies.reproduction;

import java.util.Optional;

/**
 * A point of a metric that differs.
 *
 * @param metric the metric
 * @param step updates of its phase
 * @param then its value in the original; nothing if the original has no such point
 * @param now its value here; nothing if there is no such point
 */
public record MetricDifference(
    String metric, long step, Optional<Double> then, Optional<Double> now) {

  /**
   * The difference of the values relative to the larger one, 0 to 2; infinite if one of them is
   * missing or not a number.
   */
  public double relative() {
    double a = then.orElse(Double.NaN);
    double b = now.orElse(Double.NaN);
    // Halves: the difference of two huge values must not overflow.
    double relative = Math.abs(a / 2 - b / 2) / Math.max(Math.abs(a / 2), Math.abs(b / 2));
    return Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
  }
}
