package org.spotrl.studies.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Quantile;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Confidence intervals by the stratified bootstrap.
 *
 * <p>A resample draws as many runs from each data set as it has, with replacement. The interval
 * reaches from the 2.5th to the 97.5th percentile of the statistic over all resamples. It describes
 * other seeds on the same data sets, not other data sets.
 *
 * <p>Resample r is a function of (seed, r), so an interval is reproducible. If a data set has a
 * single run, its spread is unknown and so is the interval: its bounds are NaN.
 *
 * @see <a href="https://arxiv.org/abs/2108.13264">Agarwal et al. (2021), section 4.1</a>
 */
public final class Bootstrap {

  // Linear interpolation between order statistics, NumPy's default.
  private static final Quantile PERCENTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  private Bootstrap() {}

  /**
   * How to resample.
   *
   * @param seed seed of the resamples
   * @param resamples number of resamples, at least 1
   */
  public record Options(long seed, int resamples) {

    /** Number of resamples unless another is given (Agarwal et al., 2021). */
    public static final int DEFAULT_RESAMPLES = 2000;

    /**
     * Checks the number of resamples.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Options {
      if (resamples < 1) {
        throw new IllegalArgumentException("resamples must be at least 1, not " + resamples);
      }
    }

    /** Options with this seed and the default number of resamples. */
    public static Options ofSeed(long seed) {
      return new Options(seed, DEFAULT_RESAMPLES);
    }
  }

  /**
   * The interval of a statistic of one method.
   *
   * @param scores {@code scores[d][s]}: data set d, seed s
   * @param statistic a function of scores, for example {@code Aggregates::iqm}
   * @throws IllegalArgumentException if there is no data set, a data set has no runs, or a score is
   *     not finite
   */
  public static Interval interval(
      double[][] scores, Options options, ToDoubleFunction<double[][]> statistic) {
    return intervals(scores, options, s -> new double[] {statistic.applyAsDouble(s)}).get(0);
  }

  /**
   * The interval of a statistic of two methods, whose runs are resampled independently.
   *
   * @param x scores of the first method, {@code x[d][s]}: data set d, seed s
   * @param y scores of the second method
   * @param statistic for example {@code Aggregates::probabilityOfImprovement}
   * @throws IllegalArgumentException as for one method
   */
  public static Interval interval(
      double[][] x,
      double[][] y,
      Options options,
      ToDoubleBiFunction<double[][], double[][]> statistic) {
    double[][] first = Scores.checked("x", x);
    double[][] second = Scores.checked("y", y);
    if (Stream.of(first, second).anyMatch(Bootstrap::hasSingleRun)) {
      return Interval.UNKNOWN;
    }
    return percentiles(
            options,
            random ->
                new double[] {
                  statistic.applyAsDouble(resample(first, random), resample(second, random))
                })
        .get(0);
  }

  /**
   * The intervals of several statistics of one method, from the same resamples.
   *
   * @param statistics returns the value of each statistic
   * @throws IllegalArgumentException as for one statistic
   */
  public static List<Interval> intervals(
      double[][] scores, Options options, Function<double[][], double[]> statistics) {
    double[][] checked = Scores.checked("scores", scores);
    if (hasSingleRun(checked)) {
      return Arrays.stream(statistics.apply(checked)).mapToObj(v -> Interval.UNKNOWN).toList();
    }
    return percentiles(options, random -> statistics.apply(resample(checked, random)));
  }

  private static boolean hasSingleRun(double[][] scores) {
    return Arrays.stream(scores).anyMatch(runs -> runs.length == 1);
  }

  private static double[][] resample(double[][] scores, RandomSequence random) {
    double[][] resample = new double[scores.length][];
    for (int d = 0; d < scores.length; d++) {
      double[] runs = scores[d];
      resample[d] = new double[runs.length];
      for (int s = 0; s < runs.length; s++) {
        resample[d][s] = runs[random.nextInt(runs.length)];
      }
    }
    return resample;
  }

  private static List<Interval> percentiles(
      Options options, Function<RandomSequence, double[]> draw) {
    RandomStream stream = RandomStream.of(options.seed(), "bootstrap");
    double[][] byResample = new double[options.resamples()][];
    Arrays.setAll(byResample, r -> draw.apply(stream.at(r)));
    Interval[] intervals = new Interval[byResample[0].length];
    for (int i = 0; i < intervals.length; i++) {
      int statistic = i;
      double[] values = Arrays.stream(byResample).mapToDouble(all -> all[statistic]).toArray();
      double[] bounds =
          PERCENTILE.evaluate(values, Interval.LOWER_PROBABILITY, Interval.UPPER_PROBABILITY);
      intervals[i] = new Interval(bounds[0], bounds[1]);
    }
    return List.of(intervals);
  }
}
