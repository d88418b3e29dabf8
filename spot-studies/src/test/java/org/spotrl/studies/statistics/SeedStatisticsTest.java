package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedStatisticsTest {

  @Test
  void statisticsOfFiveSeedsMatchTheHandComputation() {
    // Deviations -2 -1 0 1 2: sum of squares 10, std sqrt(10 / 4); t(0.975, 4) = 2.776445.
    SeedStatistics s = SeedStatistics.of(List.of(3.0, 1.0, 5.0, 2.0, 4.0));

    assertThat(s.count()).isEqualTo(5);
    assertThat(s.mean()).isEqualTo(3.0);
    assertThat(s.std()).isEqualTo(Math.sqrt(2.5));
    // The t value has seven digits.
    assertThat(s.low()).isCloseTo(3 - 2.776445 * Math.sqrt(2.5 / 5), within(1e-6));
    assertThat(s.high()).isCloseTo(3 + 2.776445 * Math.sqrt(2.5 / 5), within(1e-6));
    assertThat(s.min()).isEqualTo(1.0);
    assertThat(s.max()).isEqualTo(5.0);
  }

  @ParameterizedTest(name = "t(0.975, {0}) = {1}")
  @CsvSource({"1, 12.7062", "2, 4.30265", "9, 2.26216", "29, 2.04523"})
  void theIntervalUsesStudentsT(int degreesOfFreedom, double t) {
    // Half of the values are +1, half -1, for odd n one is 0: the std is known, so t follows.
    int n = degreesOfFreedom + 1;
    List<Double> values = new ArrayList<>(Collections.nCopies(n / 2, 1.0));
    values.addAll(Collections.nCopies(n / 2, -1.0));
    values.addAll(Collections.nCopies(n % 2, 0.0));

    SeedStatistics s = SeedStatistics.of(values);

    double std = Math.sqrt((double) (n / 2 * 2) / degreesOfFreedom);
    assertThat(s.halfWidth() / std * Math.sqrt(n)).isCloseTo(t, within(1e-4));
  }

  @Test
  void aSingleSeedHasNoSpread() {
    SeedStatistics s = SeedStatistics.of(List.of(7.0));

    assertThat(s.mean()).isEqualTo(7.0);
    assertThat(s.std()).isNaN();
    assertThat(s.halfWidth()).isNaN();
  }
}
