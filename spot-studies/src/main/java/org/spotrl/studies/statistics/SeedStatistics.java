package org.spotrl.studies.statistics;

import java.util.Arrays;
import java.util.Collection;
import org.apache.commons.statistics.distribution.TDistribution;
import org.spotrl.api.statistics.RunningStatistics;

/**
 * Statistics of a number over seeds, for example of the scores on one data set.
 *
 * @param count number of runs
 * @param mean mean over runs
 * @param std sample standard deviation with divisor n - 1; NaN for a single run
 * @param halfWidth half the width of the 95 % confidence interval of the mean (Student's t),
 *     t(0.975, n - 1) std / sqrt(n); NaN for a single run
 * @param min smallest value
 * @param max largest value
 */
public record SeedStatistics(
    int count, double mean, double std, double halfWidth, double min, double max) {

  /** Returns the statistics of at least one value. */
  public static SeedStatistics of(double... values) {
    return of(Arrays.stream(values).boxed().toList());
  }

  /** Returns the statistics of at least one value. */
  public static SeedStatistics of(Collection<Double> values) {
    RunningStatistics statistics = new RunningStatistics();
    values.forEach(statistics::add);
    int n = statistics.count();
    double std = statistics.sampleStd();
    double halfWidth =
        n < 2
            ? Double.NaN
            : TDistribution.of(n - 1.0).inverseCumulativeProbability(Interval.UPPER_PROBABILITY)
                * std
                / Math.sqrt(n);
    return new SeedStatistics(
        n, statistics.mean(), std, halfWidth, statistics.min(), statistics.max());
  }

  /** Lower bound of the confidence interval. */
  public double low() {
    return mean - halfWidth;
  }

  /** Upper bound of the confidence interval. */
  public double high() {
    return mean + halfWidth;
  }
}
