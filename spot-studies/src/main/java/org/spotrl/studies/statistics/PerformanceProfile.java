package org.spotrl.studies.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A performance profile: for each threshold, the fraction of runs with a higher score.
 *
 * <p>If the profile of one method is above that of another at every threshold, its scores are
 * stochastically larger.
 *
 * @param points one point for each threshold, in their order
 * @see <a href="https://arxiv.org/abs/2108.13264">Agarwal et al. (2021), section 4.2</a>
 */
public record PerformanceProfile(List<Point> points) {

  /**
   * One point.
   *
   * @param threshold a score
   * @param fraction fraction of the runs of all data sets with a score above the threshold
   * @param interval bootstrap interval of the fraction at this threshold alone: it does not cover
   *     the whole curve at once
   */
  public record Point(double threshold, double fraction, Interval interval) {}

  /** Copies the points. */
  public PerformanceProfile {
    points = List.copyOf(points);
  }

  /**
   * The profile of one method.
   *
   * @param scores {@code scores[d][s]}: data set d, seed s
   * @param thresholds scores, for example 0, 5, ..., 120
   * @throws IllegalArgumentException if there is no data set, a data set has no runs, or a score or
   *     threshold is not finite
   */
  public static PerformanceProfile of(
      double[][] scores, double[] thresholds, Bootstrap.Options options) {
    double[] checked = Scores.checked("thresholds", thresholds);
    double[] fractions = fractions(Scores.checked("scores", scores), checked);
    List<Interval> intervals = Bootstrap.intervals(scores, options, s -> fractions(s, checked));
    return new PerformanceProfile(
        IntStream.range(0, checked.length)
            .mapToObj(i -> new Point(checked[i], fractions[i], intervals.get(i)))
            .toList());
  }

  private static double[] fractions(double[][] scores, double[] thresholds) {
    double[] sorted = Scores.all(scores);
    Arrays.sort(sorted);
    double[] fractions = new double[thresholds.length];
    for (int i = 0; i < fractions.length; i++) {
      fractions[i] = above(sorted, thresholds[i]);
    }
    return fractions;
  }

  /** The share of sorted scores above a threshold, by binary search. */
  private static double above(double[] sorted, double threshold) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] > threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return (double) (sorted.length - low) / sorted.length;
  }
}
