package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.spotrl.api.data.RewardTransform;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.data.TrajectoryFilter;
import org.spotrl.api.data.TrajectoryFilter.Count;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.DatasetReference;

class PreparedDataTest {

  private static PreparedData prepared(
      Trajectories steps, EnvironmentSpec environment, boolean normalize) {
    return PreparedData.of(
        steps, "", environment, TrajectoryFilter.ALL, RewardTransform.IDENTITY, normalize);
  }

  @Test
  void observationsAndRewardsAreTransformedAndTheDigestIsOfTheRawData() {
    Trajectories raw = LineWorld.data(0);

    PreparedData data =
        PreparedData.of(
            raw,
            "a test",
            LineWorld.SPEC,
            TrajectoryFilter.ALL,
            RewardTransform.affine(10, -1),
            true);

    // Observations 0 to 11 have mean 5.5 and std sqrt(143 / 12); the normaliser adds 0.001.
    assertThat(data.training().observation(0)[0])
        .isCloseTo((float) (-5.5 / (Math.sqrt(143 / 12.0) + 1e-3)), within(1e-6f));
    assertThat(data.training().reward(3)).isEqualTo(2f);
    assertThat(data.statistics().maxReward()).isCloseTo(1.1, within(1e-6));
    assertThat(data.digest()).isEqualTo(raw.transitions().digest());
    assertThat(data.reference())
        .isEqualTo(
            new DatasetReference(
                "line",
                raw.transitions().digest().substring(0, 12),
                "local",
                "a test",
                12,
                1,
                1,
                data.reference().profile()));
    // The raw rewards, 0 to 1.1.
    assertThat(data.reference().profile())
        .containsEntry("num_transitions", 12.0)
        .hasEntrySatisfying("reward_max", max -> assertThat(max).isCloseTo(1.1, within(1e-6)));
  }

  /** The returns are 0.6, 2.2 and 3.8; the last episode is rows 8 to 11. */
  @Test
  void theFilterSelectsTheTrajectoriesForTraining() {
    Trajectories raw = LineWorld.data(0);

    PreparedData data =
        PreparedData.of(
            raw,
            "",
            LineWorld.SPEC,
            TrajectoryFilter.best(0.7, 1, Count.TRAJECTORIES),
            RewardTransform.returnRange(10),
            true);

    // Two of three: rows 4 to 11 with mean 7.5, returns 2.2 and 3.8.
    assertThat(data.training().size()).isEqualTo(8);
    assertThat(data.normalizer().mean()).containsExactly(7.5f);
    assertThat(data.training().rewards()[0]).isCloseTo(0.4f * 10 / 1.6f, within(1e-5f));
    // Digest and statistics are of the raw data.
    assertThat(data.digest()).isEqualTo(raw.transitions().digest());
    assertThat(data.statistics().transitions()).isEqualTo(12);
  }

  @Test
  void rawObservationsAreTheFirstRows() {
    PreparedData data = prepared(LineWorld.data(0), LineWorld.SPEC, true);

    assertThat(data.rawObservations(3)).hasSize(3);
    // After normalising and back in float32.
    assertThat(data.rawObservations(3).get(2)[0]).isCloseTo(2, within(1e-5));
    assertThat(data.rawObservations(100)).as("all rows there are").hasSize(12);
  }

  @Test
  void withoutNormalisationObservationsAreUnchanged() {
    PreparedData data = prepared(LineWorld.data(0), LineWorld.SPEC, false);

    assertThat(data.training().observations()).containsExactly(LineWorld.data(0).observations());
  }

  @Test
  void aDataSetOfAnotherEnvironmentIsRefused() {
    assertRefused(spec(3, 1, 1), "observations of 1 numbers, but environment line-v0 has 3");
    assertRefused(spec(1, 2, 1), "actions of 1 numbers, but environment line-v0 has 2");
  }

  @Test
  void actionsBeyondTheEnvironmentsBoundAreRefused() {
    assertRefused(spec(1, 1, 0.5), "has actions up to 1.0, but line-v0 allows [-0.5, 0.5]");
  }

  @Test
  void withoutTerminalsTheBehaviourScoreIsFromTheMeanReward() {
    PreparedData data = prepared(LineWorld.data(0), LineWorld.SPEC, true);

    // Mean reward 0.55 over five steps is 2.75 of 10; float32 rewards.
    assertThat(data.behaviorScore()).isCloseTo(27.5, within(1e-4));
  }

  @Test
  void withTerminalsTheBehaviourScoreIsFromTheMeanReturn() {
    Trajectories raw = LineWorld.data(0);
    raw.terminals()[3] = true;

    PreparedData data = prepared(raw, LineWorld.SPEC, true);

    // Returns 0.6, 2.2 and 3.8: mean 2.2 of 10.
    assertThat(data.behaviorScore()).isCloseTo(22, within(1e-4));
  }

  private static EnvironmentSpec spec(int observationDim, int actionDim, double maxAction) {
    return new EnvironmentSpec(
        LineWorld.ID, observationDim, actionDim, maxAction, 5, new ReferenceScores(0, 10));
  }

  private static void assertRefused(EnvironmentSpec environment, String reason) {
    assertThatThrownBy(() -> prepared(LineWorld.data(0), environment, true))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason);
  }
}
