package org.spotrl.studies.report;

import java.util.Arrays;

/**
 * The expected best score of k policies that are drawn at random and evaluated online, as when a
 * user can try k trained policies and keeps the best one.
 *
 * @see <a href="https://arxiv.org/abs/2110.04156">Kurenkov and Kolesnikov (2022), "Showing Your
 *     Offline Reinforcement Learning Work: Online Evaluation Budget Matters"</a>
 */
final class OnlineBudget {

  private OnlineBudget() {}

  /**
   * E[max of k] = sum over i from k to n of C(i - 1, k - 1) / C(n, k) s_(i), where s_(i) is the
   * i-th smallest of n scores: policies are drawn without replacement.
   *
   * @param k from 1 to the number of scores
   */
  static double expectedBest(double[] scores, int k) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    // C(n - 1, k - 1) / C(n, k)
    double weight = (double) k / n;
    double expected = 0;
    for (int i = n; i >= k; i--) {
      expected += weight * sorted[i - 1];
      // C(i - 2, k - 1) / C(i - 1, k - 1)
      weight *= i > 1 ? (double) (i - k) / (i - 1) : 0;
    }
    return expected;
  }
}
