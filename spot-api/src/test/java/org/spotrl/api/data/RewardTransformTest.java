package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class RewardTransformTest {

  /** Trajectories of two rows each; all observations and actions are 0. */
  private static Trajectories pairs(float... rewards) {
    int n = rewards.length;
    boolean[] terminals = new boolean[n];
    for (int i = 1; i < n; i += 2) {
      terminals[i] = true;
    }
    return new Trajectories(
            "pairs", 1, 1, new float[n], new float[n], rewards, terminals, new boolean[n])
        .withLastObservations(new float[(n + 1) / 2]);
  }

  private static float apply(RewardTransform transform, float reward) {
    return transform.fit(pairs(1, 2)).apply(reward);
  }

  @Test
  void theIdentityChangesNoBit() {
    assertThat(Float.floatToRawIntBits(apply(RewardTransform.IDENTITY, -0f))).isEqualTo(0x80000000);
    assertThat(apply(RewardTransform.IDENTITY, 0.1f)).isEqualTo(0.1f);
  }

  @Test
  void sparseRewardsBecomeCosts() {
    assertThat(apply(RewardTransform.SPARSE_TO_COST, 1f)).isEqualTo(0f);
    assertThat(apply(RewardTransform.SPARSE_TO_COST, 0f)).isEqualTo(-1f);
    // Unlike r - 1: every reward except 1 costs 1.
    assertThat(apply(RewardTransform.SPARSE_TO_COST, 0.999f)).isEqualTo(-1f);
    assertThat(apply(RewardTransform.SPARSE_TO_COST, 2f)).isEqualTo(-1f);
  }

  @Test
  void affineScalesThenShifts() {
    assertThat(apply(RewardTransform.affine(4, -2), 0.5f)).isEqualTo(0f);
    assertThat(apply(RewardTransform.affine(10, -5), -1f)).isEqualTo(-15f);
  }

  @Test
  void theReturnRangeBecomesTheScale() {
    // Returns 3, -1 and, unfinished, 7: rewards times 1000 / 8.
    RewardTransform.Fitted fitted = RewardTransform.returnRange(1000).fit(pairs(1, 2, -2, 1, 7));

    assertThat(fitted.apply(1)).isEqualTo(125);
    assertThat(fitted.apply(-2)).isEqualTo(-250);
  }

  @Test
  void aSingleReturnHasNoRange() {
    assertThatThrownBy(() -> RewardTransform.returnRange(1000).fit(pairs(1, 2, 3, 0)))
        .isInstanceOf(SpotInputException.class)
        .hasMessage(
            "data set 'pairs': rewards cannot be divided by the range of returns because every"
                + " return is 3.0; use another reward transform, for example identity or affine");
  }
}
