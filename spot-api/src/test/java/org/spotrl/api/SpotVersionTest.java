package org.spotrl.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpotVersionTest {

  @Test
  void isTheVersionOfTheBuild() {
    assertThat(SpotVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?");
  }
}
