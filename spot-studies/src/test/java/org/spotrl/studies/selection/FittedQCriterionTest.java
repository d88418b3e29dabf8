package org.spotrl.studies.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.FinishedRun;
import org.spotrl.tensorflow.evaluation.FittedQConfig;

/** Fitted Q evaluation on a chain whose values are known. */
class FittedQCriterionTest {

  private static final FittedQConfig SMALL =
      FittedQConfig.builder()
          .updates(3_000)
          .batchSize(32)
          .hidden(List.of(32, 32))
          .learningRate(1e-3)
          .tau(0.05)
          .discount(0.5)
          .build();

  /**
   * The network can represent the six values exactly; what is left after 3,000 updates is the noise
   * of Adam's last steps, some thousandths. The values of the policies differ by at least 0.75.
   */
  private static final double TOLERANCE = 0.05;

  private static final Policy RIGHT = Policy.deterministic(observation -> new double[] {1});
  private static final Policy LEFT = Policy.deterministic(observation -> new double[] {-1});

  /** Right in state 0, left from state 1 on. */
  private static final Policy ONE_STEP =
      Policy.deterministic(observation -> new double[] {observation[0] < 0.5 ? 1 : -1});

  private static Estimate estimate(FinishedRun run, FittedQConfig config) {
    return new FittedQCriterion(config).estimate(run);
  }

  private static double value(Policy policy) {
    return estimate(MadeRun.of(0, policy), SMALL).value();
  }

  @Test
  void theValueOfAPolicyIsItsDiscountedRewardFromTheInitialStates() {
    // 1 + 1/2 + 1/4.
    assertThat(value(RIGHT)).isCloseTo(1.75, within(TOLERANCE));
    assertThat(value(LEFT)).isCloseTo(0, within(TOLERANCE));
    // The policy sees raw observations; in normalised ones it would go left at once or never.
    assertThat(value(ONE_STEP)).isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void theEstimateIsAFunctionOfTheSeed() {
    // Draws its action, so that the drawn actions count, too.
    Policy either = random -> observation -> new double[] {random.nextDouble() < 0.5 ? 1 : -1};
    FittedQConfig shorter = new FittedQConfig(200, 32, List.of(8), 1e-3, 0.05, 0.5);

    double first = estimate(MadeRun.of(3, either), shorter).value();

    assertThat(estimate(MadeRun.of(3, either), shorter).value()).isEqualTo(first);
    assertThat(estimate(MadeRun.of(4, either), shorter).value()).isNotEqualTo(first);
  }

  @Test
  void aRunWithoutAStoredPolicyHasNoEstimate() {
    assertThat(estimate(MadeRun.of(Map.of()), SMALL))
        .isEqualTo(Estimate.missing("the run has no stored policy"));
  }

  @Test
  void aDecisionTransformerHasNoEstimate() {
    MadeRun run =
        new MadeRun(
            0,
            Map.of(),
            Chain.data(1),
            Optional.of(new FinishedRun.StoredPolicy("decision-transformer", Chain.SHAPE, RIGHT)));

    assertThat(estimate(run, SMALL).reason()).startsWith("a decision transformer's action");
  }

  @Test
  void aValueThatNoPolicyCanHaveIsDivergence() {
    // One update of a rate of 1,000 moves every weight by 1,000.
    FittedQConfig wild = new FittedQConfig(1, 32, List.of(8), 1_000, 1, 0.5);

    Estimate estimate = estimate(MadeRun.of(0, RIGHT), wild);

    assertThat(estimate.isPresent()).isFalse();
    // Rewards of 1 for ever are worth 1 / (1 - 0.5) = 2.
    assertThat(estimate.reason())
        .startsWith("FQE diverged: its value is ")
        .endsWith("the value of a policy is between 0.000 and 2.000");
  }
}
