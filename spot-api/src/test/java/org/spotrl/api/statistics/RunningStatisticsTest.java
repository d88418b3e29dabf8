package org.spotrl.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunningStatisticsTest {

  private static RunningStatistics of(double... values) {
    RunningStatistics statistics = new RunningStatistics();
    for (double value : values) {
      statistics.add(value);
    }
    return statistics;
  }

  @Test
  void givesMeanPopulationDeviationAndRange() {
    // Mean 5; squared deviations 9, 1, 1, 1, 0, 0, 4, 16: variance 32/8 = 4.
    RunningStatistics statistics = of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(statistics.count()).isEqualTo(8);
    assertThat(statistics.mean()).isEqualTo(5);
    assertThat(statistics.std()).isEqualTo(2);
    assertThat(statistics.min()).isEqualTo(2);
    assertThat(statistics.max()).isEqualTo(9);
  }

  @Test
  void oneNumberHasStandardDeviationZero() {
    RunningStatistics statistics = of(-3);

    assertThat(statistics.mean()).isEqualTo(-3);
    assertThat(statistics.std()).isZero();
    assertThat(statistics.min()).isEqualTo(-3);
    assertThat(statistics.max()).isEqualTo(-3);
  }

  @Test
  void withoutNumbersAllStatisticsAreNaN() {
    RunningStatistics statistics = of();

    assertThat(statistics.count()).isZero();
    assertThat(statistics.mean()).isNaN();
    assertThat(statistics.std()).isNaN();
    assertThat(statistics.min()).isNaN();
    assertThat(statistics.max()).isNaN();
  }

  @Test
  void aLargeOffsetDoesNotLoseTheStandardDeviation() {
    // Sums of squares in float64 would lose 1 next to 1e18; the variance of 4, 7, 13, 16 is 22.5.
    RunningStatistics statistics = of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

    assertThat(statistics.std()).isEqualTo(Math.sqrt(22.5), within(1e-9));
  }
}
