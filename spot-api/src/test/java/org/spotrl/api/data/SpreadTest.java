package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {

  private static Spread of(double... values) {
    Spread spread = new Spread();
    for (double value : values) {
      spread.add(value);
    }
    return spread;
  }

  @Test
  void givesMeanPopulationDeviationAndRange() {
    // Mean 5; squared deviations 9, 1, 1, 1, 0, 0, 4, 16: variance 32/8 = 4.
    Spread spread = of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(spread.count()).isEqualTo(8);
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.std()).isEqualTo(2);
    assertThat(spread.min()).isEqualTo(2);
    assertThat(spread.max()).isEqualTo(9);
  }

  @Test
  void oneNumberHasNoSpread() {
    Spread spread = of(-3);

    assertThat(spread.mean()).isEqualTo(-3);
    assertThat(spread.std()).isZero();
    assertThat(spread.min()).isEqualTo(-3);
    assertThat(spread.max()).isEqualTo(-3);
  }

  @Test
  void withoutNumbersNothingIsKnown() {
    Spread spread = of();

    assertThat(spread.count()).isZero();
    assertThat(spread.mean()).isNaN();
    assertThat(spread.std()).isNaN();
    assertThat(spread.min()).isNaN();
    assertThat(spread.max()).isNaN();
  }

  @Test
  void aLargeOffsetDoesNotSwallowTheDeviation() {
    // Sums of squares in float64 would lose 1 beside 1e18; the variance of 4, 7, 13, 16 is 22.5.
    Spread spread = of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

    assertThat(spread.std()).isEqualTo(Math.sqrt(22.5), within(1e-9));
  }
}
