package org.spotrl.studies.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnlineBudgetTest {

  /** Sums of a few numbers of size 1. */
  private static final double ROUNDING = 1e-12;

  @Test
  void theBestOfKIsTheMeanOverAllSubsets() {
    double[] scores = {3, 1, 2};

    assertThat(OnlineBudget.expectedBest(scores, 1)).isEqualTo(2, within(ROUNDING));
    // {1, 2}, {1, 3}, {2, 3} have the maxima 2, 3, 3.
    assertThat(OnlineBudget.expectedBest(scores, 2)).isEqualTo(8 / 3.0, within(ROUNDING));
    assertThat(OnlineBudget.expectedBest(scores, 3)).isEqualTo(3, within(ROUNDING));
  }

  @Test
  void manyPoliciesDoNotOverflow() {
    double[] scores = IntStream.rangeClosed(1, 2000).asDoubleStream().toArray();

    // The expected maximum of k of the numbers 1 to n is k (n + 1) / (k + 1).
    assertThat(OnlineBudget.expectedBest(scores, 1000))
        .isEqualTo(1000 * 2001 / 1001.0, within(1e-6));
  }
}
