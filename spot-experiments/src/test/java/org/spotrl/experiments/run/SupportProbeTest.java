package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.density.BehaviorDensity;

class SupportProbeTest {

  /** Log density -(a - s)^2 of each row. */
  private static final BehaviorDensity NEAR_OBSERVATION =
      (observations, actions) -> {
        double[] result = new double[actions.length];
        for (int i = 0; i < result.length; i++) {
          result[i] = -Math.pow(actions[i] - observations[i], 2);
        }
        return result;
      };

  @Test
  void theSampleDependsOnTheSeedAlone() {
    SupportProbe probe = SupportProbe.of(LineWorld.data(0).transitions(), 5);

    assertThat(SupportProbe.of(LineWorld.data(0).transitions(), 5).observations())
        .containsExactly(probe.observations());
    assertThat(SupportProbe.of(LineWorld.data(0).transitions(), 6).observations())
        .isNotEqualTo(probe.observations());
  }

  @Test
  void aSmallDataSetIsDrawnFromSeveralTimesWithItsRowsKeptTogether() {
    SupportProbe probe = SupportProbe.of(LineWorld.data(0).transitions(), 5);

    assertThat(probe.observations()).hasSize(512).contains(0f, 11f);
    for (int row = 0; row < 512; row++) {
      assertThat(probe.actions()[row]).isEqualTo(probe.observations()[row] % 2 == 0 ? 1f : -1f);
    }
  }

  @Test
  void thePolicysActionsAndTheDatasAreCompared() {
    SupportProbe probe = SupportProbe.of(LineWorld.data(0).transitions(), 5);

    Map<String, Double> metrics =
        probe.metrics(NEAR_OBSERVATION, observation -> new double[] {observation[0] - 0.5});

    double data = 0;
    for (int row = 0; row < 512; row++) {
      data -= Math.pow(probe.actions()[row] - probe.observations()[row], 2);
    }
    // Every action of the policy is 0.5 from its observation, exactly in float32.
    assertThat(metrics.get("support/log_density_policy")).isEqualTo(-0.25);
    assertThat(metrics.get("support/log_density_data")).isCloseTo(data / 512, within(1e-9));
  }
}
