package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class EnvironmentsTest {

  private final LineWorld world = new LineWorld();
  private final Environments environments = new Environments(Set.of(world));

  @Test
  void theSuiteOfAnIdIsFound() {
    assertThat(environments.ids()).containsExactly(LineWorld.ID);
    assertThat(environments.suiteOf(LineWorld.ID)).isSameAs(world);
  }

  @Test
  void anUnknownIdIsRefusedWithTheKnownIds() {
    assertThatThrownBy(() -> environments.suiteOf("lin-v0"))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "unknown environment 'lin-v0'; did you mean 'line-v0'? (known: line-v0). To"
                + " train without an environment, set evaluation.episodes to 0");
  }
}
