package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AggregatesTest {

  /** Means 25, 75 and 90. */
  private static final double[][] SCORES = {{10, 20, 30, 40}, {0, 50, 100, 150}, {90, 90, 90, 90}};

  /** Rounding of sums of a dozen numbers up to 150. */
  private static final double ROUNDING = 1e-12;

  @Test
  void meanAndMedianAreThoseOfTheMeansOfDatasets() {
    assertThat(Aggregates.mean(SCORES)).isCloseTo(190 / 3.0, within(ROUNDING));
    assertThat(Aggregates.median(SCORES)).isEqualTo(75);
  }

  @Test
  void theInterquartileMeanDropsAQuarterOfAllRunsAtEitherEnd() {
    // Without 0 10 20 and 90 100 150: 30 40 50 90 90 90.
    assertThat(Aggregates.iqm(SCORES)).isCloseTo(65, within(ROUNDING));
    // Of five runs one is dropped at either end.
    assertThat(Aggregates.iqm(new double[][] {{1000, 1, 3}, {-1000, 5}})).isEqualTo(3);
    assertThat(Aggregates.iqm(new double[][] {{1, 2, 6}})).isEqualTo(3);
  }

  @Test
  void theOptimalityGapCutsRunsAtTheThreshold() {
    // 150 counts as 100, so the runs sum to 710.
    assertThat(Aggregates.optimalityGap(SCORES)).isCloseTo(100 - 710 / 12.0, within(ROUNDING));
    // 50, 100, 150 and the four 90 count as 50: 50 + 0 10 20 30 40 + 6 * 50.
    assertThat(Aggregates.optimalityGap(SCORES, 50)).isCloseTo(50 - 450 / 12.0, within(ROUNDING));
    assertThat(Aggregates.optimalityGap(new double[][] {{1.2, 0.4}}, 1))
        .isCloseTo(0.3, within(ROUNDING));
  }

  @Test
  void theProbabilityOfImprovementCountsPairsAndHalfOfTies() {
    double[][] x = {{3, 1}, {5, 5, 5}};
    double[][] y = {{2, 2}, {5, 4}};
    // Data set 0: 3 beats both, 1 none: 2 of 4. Data set 1: each 5 ties with 5 and beats 4: 4.5 of
    // 6.
    assertThat(Aggregates.probabilityOfImprovement(x, y)).isEqualTo(0.625);
    assertThat(Aggregates.probabilityOfImprovement(y, x)).isEqualTo(0.375);
    assertThat(Aggregates.probabilityOfImprovement(x, x)).isEqualTo(0.5);
    assertThat(Aggregates.probabilityOfImprovement(new double[][] {{0.0}}, new double[][] {{-0.0}}))
        .isEqualTo(0.5);
  }

  @Test
  void eachDatasetHasMeanAndSampleStandardDeviation() {
    SeedStatistics first = Aggregates.perDataset(SCORES).get(0);

    assertThat(first.mean()).isEqualTo(25);
    // Deviations -15 -5 5 15: sum of squares 500.
    assertThat(first.std()).isCloseTo(Math.sqrt(500 / 3.0), within(ROUNDING));
    assertThat(first.count()).isEqualTo(4);
  }

  /**
   * SPOT's column of table 2. Two runs m - s / sqrt(2) and m + s / sqrt(2) have mean m and std s.
   */
  @Test
  void theTotalIsThatOfThePapersTable() {
    double[][] table = {
      {86.9, 4.3},
      {99.3, 7.1},
      {112.0, 0.5},
      {58.4, 1.0},
      {86.0, 8.7},
      {86.4, 2.7},
      {52.2, 1.2},
      {100.2, 1.9},
      {91.6, 2.8}
    };
    double[][] scores =
        Arrays.stream(table)
            .map(of -> new double[] {of[0] - of[1] / Math.sqrt(2), of[0] + of[1] / Math.sqrt(2)})
            .toArray(double[][]::new);

    Aggregates.Total total = Aggregates.total(scores);

    assertThat(total.mean()).isCloseTo(773.0, within(1e-10));
    assertThat(total.std()).isCloseTo(30.2, within(1e-10));
  }

  @Test
  void everyUnusableScoreIsNamed() {
    double[][] bad = {{1, Double.NaN}, {}, {Double.NEGATIVE_INFINITY}};

    assertThatThrownBy(() -> Aggregates.iqm(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "scores[0][1] is NaN, scores[1] has no runs, scores[2][0] is -Infinity:"
                + " each data set needs at least one run with a finite score");
    assertThatThrownBy(() -> Aggregates.mean(new double[0][]))
        .hasMessageStartingWith("scores has no data sets:");
    assertThatThrownBy(() -> Aggregates.probabilityOfImprovement(SCORES, new double[][] {{1}, {2}}))
        .hasMessage(
            "x has 3 data sets and y has 2: both need the same data sets in the same order");
  }
}
