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

  /**
   * The numbers of one method.
   *
   * @param mean the mean over data sets of the means over seeds
   * @param median the median over data sets of the means over seeds
   * @param iqm the interquartile mean: the mean of all runs of all data sets without the lowest and
   *     the highest quarter. Of n runs, floor(n / 4) are dropped at either end
   * @param optimalityGap how far the runs are below the {@link #EXPERT_SCORE} on average, where
   *     runs above it count as equal to it
   */
  public record Summary(double mean, double median, double iqm, double optimalityGap) {}

  /**
   * All numbers of a method at once. In the interquartile mean and the optimality gap, a data set
   * with more seeds has more weight.
   */
  public static Summary summary(double[][] scores) {
    double[][] checked = checked(scores);
    double[] means = new double[checked.length];
    Arrays.setAll(means, d -> Mean.of(checked[d]).getAsDouble());
    double[] all = Scores.all(checked);
    double gap = gap(all, EXPERT_SCORE);
    Arrays.sort(all);
    int dropped = (int) (TRIMMED_SHARE * all.length);
    return new Summary(
        Mean.of(means).getAsDouble(),
        Median.withDefaults().evaluate(means),
        Mean.ofRange(all, dropped, all.length - dropped).getAsDouble(),
        gap);
  }

  /** See {@link Summary#mean}. */
  public static double mean(double[][] scores) {
    return summary(scores).mean();
  }

  /** See {@link Summary#median}. */
  public static double median(double[][] scores) {
    return summary(scores).median();
  }

  /** See {@link Summary#iqm}. */
  public static double iqm(double[][] scores) {
    return summary(scores).iqm();
  }

  /** See {@link Summary#optimalityGap}. */
  public static double optimalityGap(double[][] scores) {
    return summary(scores).optimalityGap();
  }

  /**
   * The optimality gap below another threshold.
   *
   * @param threshold in the unit of the scores; 100 for D4RL's normalised scores, 1 for scores
   *     divided by 100
   */
  public static double optimalityGap(double[][] scores, double threshold) {
    return gap(Scores.all(checked(scores)), threshold);
  }

  private static double gap(double[] all, double threshold) {
    double[] capped = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      capped[i] = Math.min(all[i], threshold);
    }
    return threshold - Mean.of(capped).getAsDouble();
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

  private static double[][] checked(double[][] scores) {
    return Scores.checked("scores", scores);
  }
}
