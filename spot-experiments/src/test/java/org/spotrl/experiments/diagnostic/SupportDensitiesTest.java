package org.spotrl.experiments.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.policy.Policy;

class SupportDensitiesTest {

  private static final Policy HALF_BELOW =
      Policy.deterministic(observation -> new double[] {observation[0] - 0.5});

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
    Map<String, Double> first = metrics(5);

    assertThat(metrics(5)).isEqualTo(first);
    assertThat(metrics(6)).isNotEqualTo(first);
  }

  @Test
  void aSmallDataSetIsDrawnFromSeveralTimesWithItsRowsKeptTogether() {
    List<float[]> asked = new ArrayList<>();
    BehaviorDensity recording =
        (observations, actions) -> {
          asked.add(observations);
          asked.add(actions);
          return new double[actions.length];
        };
    SupportDensities.metrics(recording, HALF_BELOW, data(), 5);

    // First the policy's actions, then the data's.
    float[] observations = asked.get(2);
    float[] actions = asked.get(3);
    assertThat(observations).hasSize(512).contains(0f, 11f);
    for (int row = 0; row < 512; row++) {
      assertThat(actions[row]).isEqualTo(observations[row] % 2 == 0 ? 1f : -1f);
    }
  }

  @Test
  void thePolicysActionsAndTheDatasAreCompared() {
    Map<String, Double> metrics = metrics(5);

    // Every action of the policy is 0.5 from its observation, exactly in float32.
    assertThat(metrics.get("support/log_density_policy")).isEqualTo(-0.25);
    // The data's action is 1 at even observations and -1 at odd ones.
    assertThat(metrics.get("support/log_density_data")).isNegative().isNotEqualTo(-0.25);
  }

  private static Map<String, Double> metrics(long seed) {
    return SupportDensities.metrics(NEAR_OBSERVATION, HALF_BELOW, data(), seed);
  }

  /** Observations 0 to 11; the action is 1 at even ones and -1 at odd ones. */
  private static Dataset data() {
    float[] observations = new float[12];
    float[] actions = new float[12];
    for (int i = 0; i < 12; i++) {
      observations[i] = i;
      actions[i] = i % 2 == 0 ? 1 : -1;
    }
    return Trajectories.ofTransitions(
            "line", 1, 1, observations, actions, new float[12], observations, new boolean[12])
        .transitions();
  }
}
