package org.spotrl.studies.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * Wilcoxon's signed-rank test: are differences symmetric about 0?
 *
 * <p>Differences of 0 are dropped, as Wilcoxon did. Equal absolute differences have their mean
 * rank. With up to 50 differences the p-value is exact, also with equal ones: it counts the 2^n
 * signs that the ranks can have. With more, it is the normal approximation, corrected for ties and
 * continuity.
 *
 * @param pairs number of differences other than 0
 * @param positiveRankSum sum of the ranks of positive differences, W+
 * @param p two-sided p-value; 1 if all differences are 0
 * @param exact false for the normal approximation
 * @param tooFewPairs true if no outcome of a test of so many pairs has a p-value below 0.05: with 5
 *     pairs the smallest possible one is 2 / 2^5 = 0.0625
 */
public record SignedRankTest(
    int pairs, double positiveRankSum, double p, boolean exact, boolean tooFewPairs) {

  private static final int MAX_EXACT = 50;
  private static final double SIGNIFICANT = 0.05;

  /**
   * Tests differences.
   *
   * @throws IllegalArgumentException if a difference is not finite, or there is none
   */
  public static SignedRankTest of(double... differences) {
    double[] nonZero =
        Arrays.stream(Scores.checked("differences", differences))
            .filter(difference -> difference != 0)
            .toArray();
    int n = nonZero.length;
    boolean tooFew = Math.scalb(1.0, 1 - n) >= SIGNIFICANT;
    if (n > MAX_EXACT) {
      WilcoxonSignedRankTest.Result result =
          WilcoxonSignedRankTest.withDefaults().with(PValueMethod.ASYMPTOTIC).test(nonZero);
      return new SignedRankTest(n, result.getStatistic(), result.getPValue(), false, tooFew);
    }
    double[] ranks =
        n == 0
            ? nonZero
            : new NaturalRanking().apply(Arrays.stream(nonZero).map(Math::abs).toArray());
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += nonZero[i] > 0 ? ranks[i] : 0;
    }
    return new SignedRankTest(n, sum, exactP(ranks, sum), true, tooFew);
  }

  /** Two-sided: twice the smaller tail of the distribution of W+ over all signs. */
  private static double exactP(double[] ranks, double positiveRankSum) {
    // Mean ranks are multiples of 1/2. ways[w] is the number of signs for which 2 W+ = w, below
    // 2^53.
    double[] ways = new double[ranks.length * (ranks.length + 1) + 1];
    ways[0] = 1;
    for (double rank : ranks) {
      int twice = (int) (2 * rank);
      for (int w = ways.length - 1; w >= twice; w--) {
        ways[w] += ways[w - twice];
      }
    }
    int observed = (int) (2 * positiveRankSum);
    double lower = Arrays.stream(ways, 0, observed + 1).sum();
    double upper = Arrays.stream(ways, observed, ways.length).sum();
    return Math.min(1, 2 * Math.scalb(Math.min(lower, upper), -ranks.length));
  }
}
