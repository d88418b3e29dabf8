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
   * @param thresholds increasing scores, for example 0, 5, ..., 120
   * @throws IllegalArgumentException if there is no data set, a data set has no runs, a score or
   *     threshold is not finite, or the thresholds do not increase
   */
  public static PerformanceProfile of(
      double[][] scores, double[] thresholds, Bootstrap.Options options) {
    double[] checked = Scores.checked("thresholds", thresholds);
    for (int i = 1; i < checked.length; i++) {
      if (checked[i] <= checked[i - 1]) {
        throw new IllegalArgumentException(
            "thresholds[%d] is %s, not above the one before".formatted(i, checked[i]));
      }
    }
    // A bootstrap counts runs thousands of times, but looks up where each run belongs once.
    double[][] below =
        Arrays.stream(Scores.checked("scores", scores))
            .map(runs -> Arrays.stream(runs).map(score -> below(checked, score)).toArray())
            .toArray(double[][]::new);
    double[] fractions = fractions(below, checked.length);
    List<Interval> intervals =
        Bootstrap.intervals(below, options, s -> fractions(s, checked.length));
    return new PerformanceProfile(
        IntStream.range(0, checked.length)
            .mapToObj(i -> new Point(checked[i], fractions[i], intervals.get(i)))
            .toList());
  }

  /** The number of thresholds below a score. */
  private static double below(double[] thresholds, double score) {
    int found = Arrays.binarySearch(thresholds, score);
    return found >= 0 ? found : -found - 1;
  }

  /**
   * The share of runs above each threshold.
   *
   * @param below for each run, the number of thresholds below its score
   */
  private static double[] fractions(double[][] below, int thresholds) {
    int[] counts = new int[thresholds + 1];
    int runs = 0;
    for (double[] dataset : below) {
      for (double number : dataset) {
        counts[(int) number]++;
      }
      runs += dataset.length;
    }
    double[] fractions = new double[thresholds];
    int above = 0;
    for (int i = thresholds - 1; i >= 0; i--) {
      above += counts[i + 1];
      fractions[i] = (double) above / runs;
    }
    return fractions;
  }
}
