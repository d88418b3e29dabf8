package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How numbers are read and written. */
class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "3, 3",
    "-3, -3",
    "+3, 3",
    "1_000_000, 1000000",
    "1e6, 1000000",
    "1.5e6, 1500000",
    "2.0, 2",
    "5., 5",
    "0e0, 0",
    "9223372036854775807, 9223372036854775807"
  })
  void readsWholeNumbersInAnyNotation(String text, long value) {
    assertThat(Numbers.parse(text).flatMap(Numbers::whole)).contains(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e-1", "9223372036854775808", "1e999999999", "1e-999999999"})
  void doesNotRoundToWholeNumbers(String text) {
    assertThat(Numbers.parse(text)).isPresent();
    assertThat(Numbers.parse(text).flatMap(Numbers::whole)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "e5",
        "1e",
        "_1",
        "1_",
        "1__0",
        "0x1F",
        "0o17",
        "007",
        "-01.5",
        "1 000",
        "1,5",
        ".nan",
        ".inf",
        "1e0000000000",
        "１"
      })
  void otherTextsAreNotNumbers(String text) {
    assertThat(Numbers.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.005, 0.005",
    "3e-4, 3.0e-4",
    "256, 256.0",
    "0.1, 0.1",
    "1e7, 1.0e+7",
    "9999999, 9999999.0",
    "-0.0, -0.0",
    "0, 0.0",
    "2e-3, 0.002",
    "1.25e-9, 1.25e-9",
    "100, 100.0",
    // Java 17's Double.toString has a digit too many for these two.
    "2e23, 2.0e+23",
    "4.9e-324, 5.0e-324"
  })
  void writesTheShortestTextOfANumber(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  @Test
  void readsTheSameNumberAgain() {
    long seed = 20240501;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      float single = Float.intBitsToFloat(random.nextInt());
      if (Double.isFinite(value) && Float.isFinite(single)) {
        assertThat(Double.parseDouble(Numbers.text(value))).as("seed " + seed).isEqualTo(value);
        assertThat(Float.parseFloat(Numbers.text(single))).as("seed " + seed).isEqualTo(single);
      }
    }
  }

  @Test
  void writesFloatsWithoutTheDigitsOfTheirDouble() {
    assertThat(Numbers.text(0.1f)).isEqualTo("0.1");
    assertThat(Numbers.text(-5f)).isEqualTo("-5.0");
  }
}
