package org.spotrl.studies.reproduction;

import java.util.Optional;

/**
 * The result of comparing the points of a metric.
 *
 * @param metric the metric
 * @param equal number of equal points, bit for bit
 * @param different number of different points
 * @param first the first different point
 * @param largest the largest relative difference, 0 if none
 */
public record MetricOutcome(
    String metric, long equal, long different, Optional<MetricDifference> first, double largest) {

  /** An empty result. */
  static MetricOutcome none(String metric) {
    return new MetricOutcome(metric, 0, 0, Optional.empty(), 0);
  }

  /** This result with one more equal point. */
  MetricOutcome plusEqual() {
    return new MetricOutcome(metric, equal + 1, different, first, largest);
  }

  /** This result with one more different point. */
  MetricOutcome plus(MetricDifference difference) {
    return new MetricOutcome(
        metric,
        equal,
        different + 1,
        first.or(() -> Optional.of(difference)),
        Math.max(largest, difference.relative()));
  }
}
