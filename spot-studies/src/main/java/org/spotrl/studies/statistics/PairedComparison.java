package org.spotrl.studies.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * Two methods that share data sets and seeds, compared by the differences of their scores.
 *
 * <p>A pair is the two runs of one data set and seed. Pairs remove what a seed does to both
 * methods: the same collected data, the same episodes of evaluation.
 *
 * @param datasets one comparison for each data set
 * @param overall all pairs of all data sets as one sample. The spread between data sets widens its
 *     t interval; the bootstrap, which resamples within each data set, leaves that spread out.
 */
public record PairedComparison(List<Pairs> datasets, Pairs overall) {

  /**
   * The pairs of one data set, or of all.
   *
   * @param differences statistics of the differences x - y: their mean and its t interval
   * @param bootstrap bootstrap interval of the mean difference, over pairs
   * @param test Wilcoxon's signed-rank test of the differences
   */
  public record Pairs(SeedStatistics differences, Interval bootstrap, SignedRankTest test) {

    private static Pairs of(double[][] differences, Bootstrap.Options options) {
      double[] all = Scores.all(differences);
      return new Pairs(
          SeedStatistics.of(all),
          Bootstrap.interval(differences, options, d -> Mean.of(Scores.all(d)).getAsDouble()),
          SignedRankTest.of(all));
    }
  }

  /** Copies the list. */
  public PairedComparison {
    datasets = List.copyOf(datasets);
  }

  /**
   * Compares two methods.
   *
   * @param x scores of the first method, {@code x[d][s]}: data set d, seed s
   * @param y scores of the second method; {@code y[d][s]} has the same data set and seed as {@code
   *     x[d][s]}
   * @param options of the bootstrap
   * @throws IllegalArgumentException if the arrays have different shapes, there is no data set, a
   *     data set has no runs, or a score is not finite
   */
  public static PairedComparison of(double[][] x, double[][] y, Bootstrap.Options options) {
    double[][] differences = differences(Scores.checked("x", x), Scores.checked("y", y));
    return new PairedComparison(
        Arrays.stream(differences).map(d -> Pairs.of(new double[][] {d}, options)).toList(),
        Pairs.of(differences, options));
  }

  private static double[][] differences(double[][] x, double[][] y) {
    Scores.requireSameDatasets(x, y);
    List<String> problems = new ArrayList<>();
    double[][] differences = new double[x.length][];
    for (int d = 0; d < x.length; d++) {
      if (x[d].length != y[d].length) {
        problems.add(
            "x[%d] has %d runs and y[%d] has %d".formatted(d, x[d].length, d, y[d].length));
        continue;
      }
      double[] first = x[d];
      double[] second = y[d];
      differences[d] = new double[first.length];
      Arrays.setAll(differences[d], s -> first[s] - second[s]);
    }
    Scores.refuse(problems, "pairs need the same seeds; leave out seeds that one method lacks");
    return differences;
  }
}
