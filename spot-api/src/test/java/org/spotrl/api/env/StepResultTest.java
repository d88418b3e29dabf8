package org.spotrl.api.env;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StepResultTest {

  @Test
  void anEpisodeIsDoneByEitherFlag() {
    double[] observation = {0};

    assertThat(new StepResult(observation, 0, false, false).done()).isFalse();
    assertThat(new StepResult(observation, 0, true, false).done()).isTrue();
    assertThat(new StepResult(observation, 0, false, true).done()).isTrue();
    assertThat(new StepResult(observation, 0, true, true).done()).isTrue();
  }
}
