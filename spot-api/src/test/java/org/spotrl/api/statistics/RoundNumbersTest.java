package org.spotrl.api.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 6, 0.2", // six numbers: both ends count
    "0, 1, 5, 0.5",
    "1, 11.05, 6, 2",
    "-4, 104, 6, 20",
    "0.1, 0.3, 3, 0.1", // 0.3 / 0.1 is 2.9999999999999996
    "0, 300000, 4, 100000",
    "0.95, 1.05, 1, 0.1",
  })
  void takesTheSmallestStepWithFewEnoughNumbers(
      double low, double high, int count, double expected) {
    double step = RoundNumbers.step(low, high, count);

    assertThat(step).isCloseTo(expected, Offset.offset(1e-12 * expected));
    assertThat(RoundNumbers.multiples(low, high, step)).hasSizeBetween(1, count);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.3, 0.1", "-0.3, -0.1, 0.1"})
  void includesBothEndsDespiteRounding(double low, double high, double step) {
    List<Double> numbers = RoundNumbers.multiples(low, high, step);

    assertThat(numbers).hasSize(3);
    assertThat(numbers.get(0)).isCloseTo(low, Offset.offset(1e-12));
    assertThat(numbers.get(2)).isCloseTo(high, Offset.offset(1e-12));
  }
}
