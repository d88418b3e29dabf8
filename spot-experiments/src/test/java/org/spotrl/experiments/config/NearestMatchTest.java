package org.spotrl.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hints for typing errors. */
class NearestMatchTest {

  private static final List<String> WORDS =
      List.of("lambda", "discount", "every_updates", "td3", "bc", "seed");

  @ParameterizedTest
  @CsvSource({
    "lamda, lambda",
    "lamdba, lambda",
    "Lambda, lambda",
    "everyUpdates, every_updates",
    "every-update, every_updates",
    "discuont, discount",
    "td4, td3",
    "BC, bc",
    "seeds, seed"
  })
  void findsTheNameOfATypingError(String word, String meant) {
    assertThat(NearestMatch.of(word, WORDS)).contains(meant);
    assertThat(NearestMatch.hint(word, WORDS)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"gamma", "b", "cql", "''"})
  void findsNothingForAnotherWord(String word) {
    assertThat(NearestMatch.of(word, WORDS)).isEmpty();
    assertThat(NearestMatch.hint(word, WORDS)).isEmpty();
  }

  @Test
  void findsNothingWithoutNames() {
    assertThat(NearestMatch.of("a", List.of())).isEmpty();
  }
}
