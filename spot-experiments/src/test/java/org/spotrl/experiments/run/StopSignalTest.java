package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StopSignalTest {

  @Test
  void aSignalHearsTheOneItWasMadeOfButNotTheOtherWayRound() {
    StopSignal outer = new StopSignal();
    StopSignal inner = new StopSignal(outer);

    inner.request();
    assertThat(inner.isRequested()).isTrue();
    assertThat(outer.isRequested()).isFalse();

    StopSignal other = new StopSignal(outer);
    assertThat(other.isRequested()).isFalse();
    outer.request();
    assertThat(other.isRequested()).isTrue();
  }
}
