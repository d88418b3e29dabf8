package org.spotrl.tensorflow.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskBandsTest {

  /** Counts over all 65536 numbers; a rate has the resolution of 16 bits. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.25, 0.5, 0.9, 0.99})
  void masksDropAtTheRateAndAsIfIndependently(double rate) {
    MaskBands bands = MaskBands.of(rate);
    int first = 0;
    int second = 0;
    int both = 0;
    for (int u = 0; u < 65536; u++) {
      boolean dropsFirst = u < bands.width();
      boolean dropsSecond = ((u - bands.secondStart()) & 0xFFFF) < bands.width();
      first += dropsFirst ? 1 : 0;
      second += dropsSecond ? 1 : 0;
      both += dropsFirst && dropsSecond ? 1 : 0;
    }
    double grain = 1.0 / 65536;
    assertThat(first * grain).isCloseTo(rate, within(grain));
    assertThat(second).isEqualTo(first);
    assertThat(both * grain).isCloseTo(first * grain * second * grain, within(grain / 2));
  }
}
