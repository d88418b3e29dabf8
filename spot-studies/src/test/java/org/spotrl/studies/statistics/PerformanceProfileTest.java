package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PerformanceProfileTest {

  private static final Bootstrap.Options OPTIONS = Bootstrap.Options.ofSeed(0);

  @Test
  void aPointIsTheFractionOfRunsAboveItsThreshold() {
    double[][] scores = {{0, 50}, {100, 100}};

    PerformanceProfile profile =
        PerformanceProfile.of(scores, new double[] {-1, 0, 50, 99, 100}, OPTIONS);

    assertThat(profile.points())
        .extracting(PerformanceProfile.Point::fraction)
        .containsExactly(1.0, 0.75, 0.5, 0.5, 0.0);
    // Above 0: of the first data set none, one or both with probabilities 1/4, 1/2, 1/4.
    assertThat(profile.points())
        .extracting(PerformanceProfile.Point::interval)
        .startsWith(new Interval(1, 1), new Interval(0.5, 1), new Interval(0.5, 0.5));
  }

  @Test
  void aSingleRunHasNoIntervals() {
    PerformanceProfile profile =
        PerformanceProfile.of(new double[][] {{1}}, new double[] {0, 2}, OPTIONS);

    assertThat(profile.points())
        .allSatisfy(point -> assertThat(point.interval().known()).isFalse())
        .hasSize(2);
  }

  @Test
  void thresholdsAreFiniteAndIncrease() {
    assertThatThrownBy(
            () ->
                PerformanceProfile.of(
                    new double[][] {{1}}, new double[] {0, Double.POSITIVE_INFINITY}, OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thresholds[1] is Infinity: at least one finite number is needed");
    assertThatThrownBy(
            () -> PerformanceProfile.of(new double[][] {{1}}, new double[] {0, 2, 2}, OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("thresholds[2] is 2.0, not above the one before");
  }
}
