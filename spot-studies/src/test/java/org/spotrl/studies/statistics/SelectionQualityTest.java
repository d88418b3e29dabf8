package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SelectionQualityTest {

  @Test
  void spearmanCorrelatesMeanRanks() {
    // Ranks of the scores 1 2 3.5 5 3.5: products sum to 8, squares to 10 and 9.5.
    assertThat(
            SelectionQuality.spearman(new double[] {1, 2, 3, 4, 50}, new double[] {5, 6, 7, 8, 7}))
        .isCloseTo(8 / Math.sqrt(95), within(1e-15));
    assertThat(SelectionQuality.spearman(new double[] {1, 2, 3}, new double[] {9, 4, 1}))
        .isEqualTo(-1);
    assertThat(SelectionQuality.spearman(new double[] {0.0, -0.0}, new double[] {1, 2})).isNaN();
  }

  @Test
  void regretIsTheScoreLostByTheHighestEstimate() {
    double[] scores = {80, 60, 70, 90};

    assertThat(SelectionQuality.regretAt1(new double[] {1, 3, 2, 0}, scores)).isEqualTo(30);
    assertThat(SelectionQuality.regretAt1(new double[] {1, 3, 2, 4}, scores)).isZero();
    // The mean of 30 and 20.
    assertThat(SelectionQuality.regretAt1(new double[] {1, 3, 3, 0}, scores)).isEqualTo(25);
  }

  @Test
  void everyUnusableNumberIsNamed() {
    assertThatThrownBy(
            () -> SelectionQuality.regretAt1(new double[] {1, Double.NaN}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 estimates, 1 scores, estimates[1] is NaN:"
                + " each policy needs a finite estimate and a finite score");
    assertThatThrownBy(() -> SelectionQuality.spearman(new double[0], new double[0]))
        .hasMessageStartingWith("0 estimates, 0 scores:");
  }
}
