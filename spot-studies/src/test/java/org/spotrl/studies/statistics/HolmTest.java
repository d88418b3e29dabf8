package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  @Test
  void theSmallestPValueIsMultipliedByTheNumberOfComparisons() {
    // Ascending: 4 * 0.005, 3 * 0.01, 2 * 0.03, and 1 * 0.04 raised to the one before. Rounding
    // 1e-15.
    assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
  }

  @Test
  void adjustedPValuesAreAtMostOne() {
    assertThat(Holm.adjust(0.7, 0.6)).containsExactly(1, 1);
    assertThat(Holm.adjust(0.0625)).containsExactly(0.0625);
    assertThat(Holm.adjust()).isEmpty();
  }

  @Test
  void everyNumberThatIsNoPValueIsNamed() {
    assertThatThrownBy(() -> Holm.adjust(0.5, Double.NaN, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p[1] is NaN, p[2] is 1.5: a p-value is a number from 0 to 1");
  }
}
