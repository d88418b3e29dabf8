package org.spotrl.api.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReferenceScoresTest {

  @Test
  void scoresAreTheDistanceBetweenRandomAndExpertInPercent() {
    // D4RL's hopper.
    ReferenceScores hopper = new ReferenceScores(-20.272305, 3234.3);

    assertThat(hopper.normalized(-20.272305)).isZero();
    assertThat(hopper.normalized(3234.3)).isEqualTo(100);
    // 100 * 1627.286153 / 3254.572305, halfway between.
    assertThat(hopper.normalized(1607.0138475)).isEqualTo(50, within(1e-9));
  }

  @Test
  void scoresMayBeBelowZeroAndAboveOneHundred() {
    ReferenceScores scores = new ReferenceScores(10, 20);

    assertThat(scores.normalized(5)).isEqualTo(-50);
    assertThat(scores.normalized(25)).isEqualTo(150);
  }

  @Test
  void aMaximumThatIsNotAboveTheMinimumIsRefused() {
    assertThatThrownBy(() -> new ReferenceScores(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the reference maximum 1.0 must be above the minimum 1.0");
    assertThatThrownBy(() -> new ReferenceScores(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
