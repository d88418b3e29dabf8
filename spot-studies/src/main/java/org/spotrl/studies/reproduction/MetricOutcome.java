package org.spotrl.studies.reproduction;

import java.util.Optional;

/**
 * What the comparison of a metric gave.
 *
 * @param metric the metric
 * @param equal points that are the same, bit for bit
 * @param different points that are not
 * @param first the first of those
 * @param largest the largest relative difference, 0 without one
 */
public record MetricOutcome(
    String metric, long equal, long different, Optional<MetricDifference> first, double largest) {}
