package org.spotrl.tensorflow.density.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;

class HeldOutTest {

  /** Trajectories of two steps; both observations and actions are the trajectory's number. */
  private static Dataset pairs(int trajectories) {
    int rows = 2 * trajectories;
    float[] numbers = new float[rows];
    boolean[] terminals = new boolean[rows];
    for (int k = 0; k < trajectories; k++) {
      numbers[2 * k] = k;
      numbers[2 * k + 1] = k;
      terminals[2 * k + 1] = true;
    }
    return new Trajectories(
            "pairs", 1, 1, numbers, numbers, new float[rows], terminals, new boolean[rows])
        .withLastObservations(new float[trajectories])
        .transitions();
  }

  @Test
  void wholeTrajectoriesAreHeldOutAtRandom() {
    HeldOut split = HeldOut.of(pairs(20), 0.25, 0);

    float[] held = split.heldOut().actions();
    assertThat(held).hasSize(10);
    for (int i = 0; i < held.length; i += 2) {
      assertThat(held[i]).isEqualTo(held[i + 1]);
    }
    float[] rest = split.training().actions();
    assertThat(rest).hasSize(30).isSorted().doesNotContain(held);
    assertThat(HeldOut.of(pairs(20), 0.25, 0).heldOut().actions()).containsExactly(held);
    assertThat(HeldOut.of(pairs(20), 0.25, 1).heldOut().actions()).isNotEqualTo(held);
  }

  @Test
  void theMeanIsPerActionDimensionAndItsErrorTakesTrajectoriesAsDependent() {
    HeldOut split = new HeldOut(pairs(3), pairs(2));

    Map<String, Double> fit =
        split.fit(
            (observations, actions) ->
                IntStream.range(0, actions.length).mapToDouble(i -> 3 * actions[i]).toArray());

    // Held out: 0, 0, 3, 3 with mean 1.5; the sums of deviations of both trajectories are -3 and
    // 3, so the error is sqrt(9 + 9) / 4. In training: 0, 0, 3, 3, 6, 6.
    assertThat(fit.get("density/log_density_held_out")).isEqualTo(1.5);
    assertThat(fit.get("density/log_density_held_out_se"))
        .isCloseTo(Math.sqrt(18) / 4, within(1e-12));
    assertThat(fit.get("density/log_density_train")).isEqualTo(3);
  }

  @Test
  void aSingleTrajectoryIsRefused() {
    assertThatThrownBy(() -> HeldOut.of(pairs(1), 0.1, 0))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'pairs' has 1 trajectories")
        .hasMessageContaining("at least 2");
  }
}
