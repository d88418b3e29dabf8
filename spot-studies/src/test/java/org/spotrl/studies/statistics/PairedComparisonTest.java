package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  private static final Bootstrap.Options OPTIONS = Bootstrap.Options.ofSeed(0);

  @Test
  void pairsOfEachDatasetAndOfAllAreCompared() {
    // Differences 2 1 3 and 4 6 5.
    double[][] x = {{52, 11, 93}, {4, 6, 5}};
    double[][] y = {{50, 10, 90}, {0, 0, 0}};

    PairedComparison comparison = PairedComparison.of(x, y, OPTIONS);

    PairedComparison.Pairs first = comparison.datasets().get(0);
    assertThat(first.differences().mean()).isEqualTo(2);
    // Std 1; t(0.975, 2) = 4.302653 has seven digits.
    assertThat(first.differences().high()).isCloseTo(2 + 4.302653 / Math.sqrt(3), within(1e-6));
    // All three pairs are the smallest with probability 1/27, above 0.025.
    assertThat(first.bootstrap()).isEqualTo(new Interval(1, 3));
    assertThat(first.test()).isEqualTo(new SignedRankTest(3, 6, 0.25, true, true));

    PairedComparison.Pairs overall = comparison.overall();
    assertThat(overall.differences().count()).isEqualTo(6);
    assertThat(overall.differences().mean()).isEqualTo(3.5);
    assertThat(overall.test()).isEqualTo(new SignedRankTest(6, 21, 0.03125, true, false));
    // Resampled within data sets, so narrower than the t interval of 1 to 6 as one sample.
    assertThat(overall.bootstrap().low()).isBetween(2.5, 3.0);
    assertThat(overall.differences().low()).isLessThan(2);
  }

  @Test
  void aSinglePairHasNoIntervals() {
    PairedComparison.Pairs pair =
        PairedComparison.of(new double[][] {{3}}, new double[][] {{1}}, OPTIONS).overall();

    assertThat(pair.differences().mean()).isEqualTo(2);
    assertThat(pair.differences().halfWidth()).isNaN();
    assertThat(pair.bootstrap().known()).isFalse();
    assertThat(pair.test().tooFewPairs()).isTrue();
  }

  @Test
  void everyDatasetWithoutPairsIsNamed() {
    assertThatThrownBy(
            () ->
                PairedComparison.of(
                    new double[][] {{1, 2}, {1}, {1}},
                    new double[][] {{1}, {1}, {1, 2, 3}},
                    OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "x[0] has 2 runs and y[0] has 1, x[2] has 1 runs and y[2] has 3:"
                + " pairs need the same seeds; leave out seeds that one method lacks");
  }
}
