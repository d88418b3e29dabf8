package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RewardTransformTest {

  @Test
  void theIdentityChangesNoBit() {
    assertThat(Float.floatToRawIntBits(RewardTransform.IDENTITY.apply(-0f))).isEqualTo(0x80000000);
    assertThat(RewardTransform.IDENTITY.apply(0.1f)).isEqualTo(0.1f);
  }

  @Test
  void sparseRewardsBecomeCosts() {
    assertThat(RewardTransform.SPARSE_TO_COST.apply(1f)).isEqualTo(0f);
    assertThat(RewardTransform.SPARSE_TO_COST.apply(0f)).isEqualTo(-1f);
    // Unlike r - 1: whatever is not exactly 1 costs 1.
    assertThat(RewardTransform.SPARSE_TO_COST.apply(0.999f)).isEqualTo(-1f);
    assertThat(RewardTransform.SPARSE_TO_COST.apply(2f)).isEqualTo(-1f);
  }

  @Test
  void affineScalesThenShifts() {
    assertThat(RewardTransform.affine(4, -2).apply(0.5f)).isEqualTo(0f);
    assertThat(RewardTransform.affine(10, -5).apply(-1f)).isEqualTo(-15f);
  }
}
