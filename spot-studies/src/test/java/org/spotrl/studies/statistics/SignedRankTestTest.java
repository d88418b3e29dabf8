package org.spotrl.studies.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignedRankTestTest {

  @Test
  void theExactPValueCountsSigns() {
    // Ranks 1 2 3 sum to 0 1 2 3 3 4 5 6 over the eight signs; W+ = 5 or more in two.
    assertThat(SignedRankTest.of(-1, 2, 3)).isEqualTo(new SignedRankTest(3, 5, 0.5, true, true));
    // W+ = 3 or more in five, 3 or less in five.
    assertThat(SignedRankTest.of(1, 2, -3).p()).isEqualTo(1);
    assertThat(SignedRankTest.of(-1, -2, -3).p()).isEqualTo(0.25);
  }

  @Test
  void fivePairsCannotReachAPValueBelowFivePercent() {
    assertThat(SignedRankTest.of(1, 2, 3, 4, 5))
        .isEqualTo(new SignedRankTest(5, 15, 0.0625, true, true));
    assertThat(SignedRankTest.of(1, 2, 3, 4, 5, 6))
        .isEqualTo(new SignedRankTest(6, 21, 0.03125, true, false));
  }

  /** The normal approximation would give 0.037. */
  @Test
  void equalDifferencesKeepTheExactPValue() {
    assertThat(SignedRankTest.of(1, 1, 1, 1, 1))
        .isEqualTo(new SignedRankTest(5, 15, 0.0625, true, true));
    // Ranks 1.5 1.5 3; the sums over signs are 0 1.5 1.5 3 3 4.5 4.5 6.
    assertThat(SignedRankTest.of(2, -2, 4)).isEqualTo(new SignedRankTest(3, 4.5, 0.75, true, true));
  }

  @Test
  void differencesOfZeroAreDropped() {
    assertThat(SignedRankTest.of(0, -1, 2, -0.0, 3)).isEqualTo(SignedRankTest.of(-1, 2, 3));
    assertThat(SignedRankTest.of(0, 0)).isEqualTo(new SignedRankTest(0, 0, 1, true, true));
  }

  @Test
  void moreThanFiftyPairsUseTheNormalApproximation() {
    double[] differences =
        IntStream.rangeClosed(1, 51).mapToDouble(i -> i % 2 == 0 ? -i : i).toArray();

    SignedRankTest test = SignedRankTest.of(differences);

    // 1 + 3 + ... + 51 = 676; mean 663, variance 51 * 52 * 103 / 24 = 11381.5.
    assertThat(test.positiveRankSum()).isEqualTo(676);
    assertThat(test.exact()).isFalse();
    // z = 12.5 / 106.6841 = 0.117168; 2 (1 - Phi(z)) to six digits.
    assertThat(test.p()).isCloseTo(0.906727, within(1e-6));
  }

  @Test
  void aMissingDifferenceIsRefused() {
    assertThatThrownBy(() -> SignedRankTest.of(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("differences[1] is NaN: at least one finite number is needed");
  }
}
