package org.spotrl.studies.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.component.Component;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.SelectionCriterion;

/** The criteria that read recorded metrics. */
class CriteriaTest {

  private static final MadeRun RUN =
      MadeRun.of(
          Map.of(
              "train/critic_loss",
              List.of(100.0, 4.0, 2.0, 3.0),
              "q/initial_mean",
              List.of(1.0, 12.5),
              "support/log_density_policy",
              List.of(-9.0, -3.0),
              "support/log_density_data",
              List.of(-1.0, -1.0),
              "common_support/log_density_policy",
              List.of(-0.5),
              "common_support/log_density_data",
              List.of(-1.0)));

  private static final MadeRun NOTHING = MadeRun.of(Map.of());

  private static Estimate of(Component<SelectionCriterion> criterion, MadeRun run) {
    return criterion.create().estimate(run);
  }

  private static Component<SelectionCriterion> regularized(
      double weight, Criteria.Density density) {
    return Criteria.BEHAVIOR_REGULARIZED_VALUE.with(
        new BehaviorRegularizedValue.Config(Criteria.Q_INITIAL.withDefaults(), weight, density));
  }

  @Test
  void theErrorIsTheMeanOfTheLastPointsOfTheCriticsLoss() {
    Component<SelectionCriterion> lastThree =
        Criteria.TD_ERROR.with(new Criteria.TdError("train/critic_loss", 3));

    assertThat(of(lastThree, RUN).value()).isEqualTo(3);
    assertThat(lastThree.create().higherIsBetter()).isFalse();
    // All four, as there are fewer than ten.
    assertThat(of(Criteria.TD_ERROR.withDefaults(), RUN).value()).isEqualTo(27.25);
  }

  @Test
  void theInitialValueAndTheSupportAreTheLatestPoints() {
    assertThat(of(Criteria.Q_INITIAL.withDefaults(), RUN).value()).isEqualTo(12.5);
    assertThat(of(Criteria.SUPPORT.withDefaults(), RUN).value()).isEqualTo(-3);
    assertThat(
            of(Criteria.SUPPORT.with(new Criteria.Support(Criteria.Density.COMMON)), RUN).value())
        .isEqualTo(-0.5);
    assertThat(Criteria.Q_INITIAL.withDefaults().create().higherIsBetter()).isTrue();
    assertThat(Criteria.SUPPORT.withDefaults().create().higherIsBetter()).isTrue();
  }

  @Test
  void theRegularizedValueIsTheValueMinusTheWeightedGap() {
    // 12.5 - 2 * (-1 - -3).
    assertThat(of(regularized(2, Criteria.Density.OWN), RUN).value()).isEqualTo(8.5);
    // The policy's actions are likelier than the data's: no penalty and no reward.
    assertThat(of(regularized(2, Criteria.Density.COMMON), RUN).value()).isEqualTo(12.5);
  }

  @Test
  void aRunWithoutTheMetricHasNoEstimateAndAReason() {
    assertThat(of(Criteria.Q_INITIAL.withDefaults(), NOTHING).reason())
        .startsWith("there is no metric q/initial_mean: the method learns no Q");
    assertThat(of(Criteria.TD_ERROR.withDefaults(), NOTHING).reason())
        .contains("{type: td-error, metric: NAME}");
    assertThat(of(regularized(1, Criteria.Density.COMMON), NOTHING).reason())
        .isEqualTo(
            "there is no metric common_support/log_density_policy: the run lacks the diagnostic 'common-support'");
  }

  @Test
  void aMetricThatIsNoNumberIsNoEstimate() {
    MadeRun run = MadeRun.of(Map.of("q/initial_mean", List.of(1.0, Double.NaN)));

    assertThat(of(Criteria.Q_INITIAL.withDefaults(), run).reason())
        .isEqualTo("q/initial_mean is NaN");
  }

  @Test
  void aCriterionWhoseLowerEstimatesAreBetterIsNoValue() {
    assertThatThrownBy(
            () ->
                Criteria.BEHAVIOR_REGULARIZED_VALUE.with(
                    new BehaviorRegularizedValue.Config(
                        Criteria.TD_ERROR.withDefaults(), 1, Criteria.Density.OWN)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("value is 'td-error', where lower is better");
  }
}
