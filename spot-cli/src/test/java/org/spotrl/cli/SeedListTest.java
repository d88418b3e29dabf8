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
  void withoutSeedsAFileRunsOnceAsItIs() {
    assertThat(SeedList.overrides("")).containsExactly(List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7          | [[seed=7]]",
        "0-2        | [[seed=0], [seed=1], [seed=2]]",
        "1,3, 7 - 8 | [[seed=1], [seed=3], [seed=7], [seed=8]]",
        "5-5        | [[seed=5]]"
      })
  void seedsAreAListAndRanges(String text, String overrides) {
    assertThat(SeedList.overrides(text)).hasToString(overrides);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1,,2", "1,", "-1", "1-", "1-2-3", "1.5"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatThrownBy(() -> SeedList.overrides(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("--seeds " + text)
        .hasMessageContaining("is no whole number; give for example 0-4 or 1,3,7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4-0", "0-10000"})
  void fallingAndEndlessRangesAreRefused(String text) {
    assertThatThrownBy(() -> SeedList.overrides(text))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("--seeds %s: '%s' is not a rising range of at most 10000 seeds", text, text);
  }
}
