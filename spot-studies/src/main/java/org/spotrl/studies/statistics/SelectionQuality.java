package org.spotrl.studies.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * How well estimates select among policies, for example estimates of off-policy evaluation.
 *
 * <p>{@code estimates[i]} and {@code scores[i]} belong to policy i. Both methods throw {@link
 * IllegalArgumentException} if the arrays have different lengths, are empty, or have a number that
 * is not finite.
 *
 * @see <a href="https://arxiv.org/abs/2103.16596">Fu et al. (2021), "Benchmarks for Deep Off-Policy
 *     Evaluation"</a>
 */
public final class SelectionQuality {

  private SelectionQuality() {}

  /**
   * Spearman's rank correlation: Pearson's correlation of the ranks, where equal numbers have their
   * mean rank.
   *
   * @return from -1 to 1; NaN if all estimates or all scores are equal
   */
  public static double spearman(double[] estimates, double[] scores) {
    double[][] checked = checked(estimates, scores);
    double[] a = centredRanks(checked[0]);
    double[] b = centredRanks(checked[1]);
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  }

  /**
   * Regret@1: the best score minus the score of the policy with the highest estimate.
   *
   * <p>If several policies have the highest estimate, it is the mean over them.
   *
   * @return at least 0, in the unit of the scores
   */
  public static double regretAt1(double[] estimates, double[] scores) {
    double[][] checked = checked(estimates, scores);
    double highest = Arrays.stream(checked[0]).max().orElseThrow();
    double best = Arrays.stream(checked[1]).max().orElseThrow();
    double regret = 0;
    int selected = 0;
    for (int i = 0; i < checked[0].length; i++) {
      if (checked[0][i] == highest) {
        regret += best - checked[1][i];
        selected++;
      }
    }
    return regret / selected;
  }

  private static double[][] checked(double[] estimates, double[] scores) {
    List<String> problems = new ArrayList<>();
    if (estimates.length != scores.length || estimates.length == 0) {
      problems.add("%d estimates, %d scores".formatted(estimates.length, scores.length));
    }
    double[][] checked = {
      Scores.finite(() -> "estimates", estimates, problems),
      Scores.finite(() -> "scores", scores, problems)
    };
    Scores.refuse(problems, "each policy needs a finite estimate and a finite score");
    return checked;
  }

  private static double[] centredRanks(double[] values) {
    double mean = (values.length + 1) / 2.0;
    return Arrays.stream(new NaturalRanking().apply(values)).map(rank -> rank - mean).toArray();
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
