package org.spotrl.studies.comparison;

import java.util.Collection;
import org.apache.commons.statistics.distribution.TDistribution;
import org.spotrl.api.data.RunningStatistics;

/**
 * A metric over runs that differ by their seed.
 *
 * @param count number of runs
 * @param mean mean over runs
 * @param std sample standard deviation, with n - 1 below; NaN for a single run
 * @param halfWidth half the width of Student's 95 % confidence interval of the mean, t(0.975, n -
 *     1) std / sqrt(n); NaN for a single run
 * @param min smallest value
 * @param max largest value
 */
public record SeedStatistics(
    int count, double mean, double std, double halfWidth, double min, double max) {

  private static final double UPPER = 0.975;

  /** The statistics of these values, at least one. */
  public static SeedStatistics of(Collection<Double> values) {
    RunningStatistics statistics = new RunningStatistics();
    values.forEach(statistics::add);
    int n = statistics.count();
    double std = statistics.sampleStd();
    double halfWidth =
        n < 2
            ? Double.NaN
            : TDistribution.of(n - 1.0).inverseCumulativeProbability(UPPER) * std / Math.sqrt(n);
    return new SeedStatistics(
        n, statistics.mean(), std, halfWidth, statistics.min(), statistics.max());
  }

  /** Lower end of the interval. */
  public double low() {
    return mean - halfWidth;
  }

  /** Upper end of the interval. */
  public double high() {
    return mean + halfWidth;
  }
}
