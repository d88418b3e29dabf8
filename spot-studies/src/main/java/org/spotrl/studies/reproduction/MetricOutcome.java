package org.spotrl.studies.reproduction;

import java.util.Optional;

/**
 * The result of comparing the points of a metric.
 *
 * @param metric the metric
 * @param equal points that are the same, bit for bit
 * @param different points that are not
 * @param first the first of those
 * @param largest the largest relative difference, 0 without one
 */
public record MetricOutcome(
    String metric, long equal, long different, Optional<MetricDifference> first, double largest) {

  /** The result before any point was compared. */
  static MetricOutcome none(String metric) {
    return new MetricOutcome(metric, 0, 0, Optional.empty(), 0);
  }

  /** The same with one more point that is the same. */
  MetricOutcome plusEqual() {
    return new MetricOutcome(metric, equal + 1, different, first, largest);
  }

  /** The same with one more point that differs. */
  MetricOutcome plus(MetricDifference difference) {
    return new MetricOutcome(
        metric,
        equal,
        different + 1,
        first.or(() -> Optional.of(difference)),
        Math.max(largest, difference.relative()));
  }
}
