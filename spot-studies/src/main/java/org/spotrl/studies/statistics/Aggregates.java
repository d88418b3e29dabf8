package org.spotrl.studies.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;

/**
 * One number for the scores of a method on all data sets.
 *
 * <p>Every method throws {@link IllegalArgumentException} if there is no data set, a data set has
 * no runs, or a score is not finite.
 *
 * @see <a href="https://arxiv.org/abs/2108.13264">Agarwal et al. (2021), section 4.3</a>
 */
public final class Aggregates {

  /** D4RL's score of the reference expert, the default threshold of the optimality gap. */
  public static final double EXPERT_SCORE = 100;

  private static final double TRIMMED_SHARE = 0.25;

  private Aggregates() {}

  /**
   * The row "total" of the tables in the SPOT paper.
   *
   * @param mean sum over data sets of the means over seeds
   * @param std sum over data sets of the standard deviations over seeds; NaN if a data set has a
   *     single run. It is a convention of these tables and not the standard deviation of the sum.
   */
  public record Total(double mean, double std) {}

  /**
   * The statistics of each data set: mean and standard deviation over seeds, as the tables of the
   * SPOT paper print them.
   *
   * <p>The paper does not name the divisor of its standard deviation; here it is n - 1.
   */
  public static List<SeedStatistics> perDataset(double[][] scores) {
    return Arrays.stream(checked(scores)).map(SeedStatistics::of).toList();
  }

  /** The sums over data sets, as the tables of the SPOT paper print them. */
  public static Total total(double[][] scores) {
    List<SeedStatistics> datasets = perDataset(scores);
    return new Total(
        datasets.stream().mapToDouble(SeedStatistics::mean).sum(),
        datasets.stream().mapToDouble(SeedStatistics::std).sum());
  }

  /** The mean over data sets of the means over seeds. */
  public static double mean(double[][] scores) {
    return Mean.of(means(scores)).getAsDouble();
  }

  /** The median over data sets of the means over seeds. */
  public static double median(double[][] scores) {
    return Median.withDefaults().evaluate(means(scores));
  }

  /**
   * The interquartile mean: the mean of all runs of all data sets without the lowest and the
   * highest quarter.
   *
   * <p>Of n runs, floor(n / 4) are dropped at either end. A data set with more seeds has more
   * weight.
   */
  public static double iqm(double[][] scores) {
    double[] sorted = Scores.all(checked(scores));
    Arrays.sort(sorted);
    int dropped = (int) (TRIMMED_SHARE * sorted.length);
    return Mean.ofRange(sorted, dropped, sorted.length - dropped).getAsDouble();
  }

  /** The optimality gap below the {@link #EXPERT_SCORE}. */
  public static double optimalityGap(double[][] scores) {
    return optimalityGap(scores, EXPERT_SCORE);
  }

  /**
   * The optimality gap: how far the runs are below a threshold on average, where runs above it
   * count as equal to it.
   *
   * <p>A data set with more seeds has more weight.
   *
   * @param threshold in the unit of the scores; 100 for D4RL's normalised scores, 1 for scores
   *     divided by 100
   */
  public static double optimalityGap(double[][] scores, double threshold) {
    double[] all = Scores.all(checked(scores));
    return threshold
        - Mean.of(Arrays.stream(all).map(score -> Math.min(score, threshold)).toArray())
            .getAsDouble();
  }

  /**
   * The probability of improvement: the mean over data sets of P(X &gt; Y), where X and Y are runs
   * of either method, and equal scores count one half.
   *
   * <p>P(X &gt; Y) is the Mann-Whitney U statistic divided by the number of pairs of runs. The
   * methods may have different numbers of seeds.
   *
   * @throws IllegalArgumentException also if the methods have different numbers of data sets
   */
  public static double probabilityOfImprovement(double[][] x, double[][] y) {
    double[][] first = Scores.checked("x", x);
    double[][] second = Scores.checked("y", y);
    Scores.requireSameDatasets(first, second);
    double[] probabilities = new double[first.length];
    Arrays.setAll(
        probabilities,
        d -> better(first[d], second[d]) / ((double) first[d].length * second[d].length));
    return Mean.of(probabilities).getAsDouble();
  }

  /** The Mann-Whitney U statistic: pairs in which x is larger, ties as one half. Sorts both. */
  private static double better(double[] x, double[] y) {
    Arrays.sort(x);
    Arrays.sort(y);
    int below = 0;
    int notAbove = 0;
    long twice = 0;
    for (double a : x) {
      while (below < y.length && y[below] < a) {
        below++;
      }
      while (notAbove < y.length && y[notAbove] <= a) {
        notAbove++;
      }
      twice += below + notAbove;
    }
    return twice / 2.0;
  }

  private static double[] means(double[][] scores) {
    return Arrays.stream(checked(scores))
        .mapToDouble(runs -> Mean.of(runs).getAsDouble())
        .toArray();
  }

  private static double[][] checked(double[][] scores) {
    return Scores.checked("scores", scores);
  }
}
