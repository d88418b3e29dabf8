package org.spotrl.studies.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class SeedListTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7          | [7]",
        "0-2        | [0, 1, 2]",
        "1,3, 7 - 8 | [1, 3, 7, 8]",
        "5-5        | [5]",
        "9223372036854775807 | [9223372036854775807]",
        "9223372036854775806-9223372036854775807" + " | [9223372036854775806, 9223372036854775807]"
      })
  void seedsAreAListAndRanges(String text, String seeds) {
    assertThat(SeedList.parse("--seeds", text)).hasToString(seeds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1,,2", "1,", "-1", "1-", "1-2-3", "1.5"})
  void textIsRefused(String text) {
    assertThatThrownBy(() -> SeedList.parse("--seeds", text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--seeds " + text)
        .hasMessageContaining("is not a whole number; use for example 0-4 or 1,3,7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4-0", "0-10000", "0-9223372036854775807"})
  void decreasingAndHugeRangesAreRefused(String text) {
    assertThatThrownBy(() -> SeedList.parse("--seeds", text))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "--seeds %s: '%s' is not an increasing range, or there are more than 10000 seeds",
            text, text);
  }

  @Test
  void allRangesTogetherHaveAMaximum() {
    assertThat(SeedList.parse("--seeds", "0-9999")).hasSize(10_000);
    assertThatThrownBy(() -> SeedList.parse("--seeds", "0-9999,10000"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(
            "'10000' is not an increasing range, or there are more than 10000 seeds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "99999999999999999999", "5-18446744073709551615"})
  void aSeedThatIsTooLargeIsRefused(String text) {
    assertThatThrownBy(() -> SeedList.parse("--seeds", text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is too large; the maximum is 9223372036854775807");
  }

  @Test
  void aRepeatedSeedIsRefused() {
    assertThatThrownBy(() -> SeedList.parse("--seeds", "0-4,3"))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("--seeds 0-4,3: seed 3 is given twice; the same seed gives the same results");
  }
}
