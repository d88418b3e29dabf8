package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;

class SeedListTest {

  @Test
  void withoutSeedsAFileRunsOnce() {
    assertThat(SeedList.overrides("")).containsExactly(List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7          | [[seed=7]]",
        "0-2        | [[seed=0], [seed=1], [seed=2]]",
        "1,3, 7 - 8 | [[seed=1], [seed=3], [seed=7], [seed=8]]",
        "5-5        | [[seed=5]]",
        "9223372036854775807 | [[seed=9223372036854775807]]",
        "9223372036854775806-9223372036854775807"
            + " | [[seed=9223372036854775806], [seed=9223372036854775807]]"
      })
  void seedsAreAListAndRanges(String text, String overrides) {
    assertThat(SeedList.overrides(text)).hasToString(overrides);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1,,2", "1,", "-1", "1-", "1-2-3", "1.5"})
  void textIsRefused(String text) {
    assertThatThrownBy(() -> SeedList.overrides(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--seeds " + text)
        .hasMessageContaining("is not a whole number; use for example 0-4 or 1,3,7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4-0", "0-10000", "0-9223372036854775807"})
  void decreasingAndHugeRangesAreRefused(String text) {
    assertThatThrownBy(() -> SeedList.overrides(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "--seeds %s: '%s' is not an increasing range, or there are more than 10000 seeds",
            text, text);
  }

  @Test
  void allRangesTogetherHaveAMaximum() {
    assertThat(SeedList.overrides("0-9999")).hasSize(10_000);
    assertThatThrownBy(() -> SeedList.overrides("0-9999,10000"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(
            "'10000' is not an increasing range, or there are more than 10000 seeds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "99999999999999999999", "5-18446744073709551615"})
  void aSeedThatIsTooLargeIsRefused(String text) {
    assertThatThrownBy(() -> SeedList.overrides(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("is too large; the maximum is 9223372036854775807");
  }

  @Test
  void aRepeatedSeedIsRefused() {
    assertThatThrownBy(() -> SeedList.overrides("0-4,3"))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("--seeds 0-4,3: seed 3 is given twice; the same seed gives the same results");
  }
}
