package org.spotrl.mujoco.binding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MujocoVersionTest {

  @Test
  void threeDigitsAreOnePerPart() {
    assertThat(MujocoVersion.ofCode(337)).hasToString("3.3.7");
    assertThat(MujocoVersion.ofCode(222)).hasToString("2.2.2");
  }

  @Test
  void longCodesHaveThreeDigitsPerPart() {
    assertThat(MujocoVersion.ofCode(3005000)).hasToString("3.5.0");
    assertThat(MujocoVersion.ofCode(3012001)).hasToString("3.12.1");
  }

  @Test
  void versionsAreOrderedByNumberNotByText() {
    assertThat(MujocoVersion.ofCode(3010000)).isGreaterThan(MujocoVersion.ofCode(3009000));
    assertThat(MujocoVersion.ofCode(337)).isLessThan(MujocoVersion.NEWEST);
  }
}
