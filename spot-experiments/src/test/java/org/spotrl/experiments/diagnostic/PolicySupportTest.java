package org.spotrl.experiments.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.tracking.TrackedRun;

class PolicySupportTest {

  private static final int ROWS = DataSample.ROWS;

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
    DataSample first = DataSample.of(data(), 5);

    assertThat(DataSample.of(data(), 5).observations()).isEqualTo(first.observations());
    assertThat(DataSample.of(data(), 6).observations()).isNotEqualTo(first.observations());
  }

  @Test
  void aSmallDataSetIsDrawnFromSeveralTimesWithItsRowsKeptTogether() {
    DataSample sample = DataSample.of(data(), 5);

    assertThat(sample.observations()).hasSize(ROWS).contains(0f, 11f);
    for (int row = 0; row < ROWS; row++) {
      assertThat(sample.actions()[row]).isEqualTo(sample.observations()[row] % 2 == 0 ? 1f : -1f);
    }
  }

  @Test
  void thePolicysActionsAndTheDatasAreCompared() {
    Map<String, Double> metrics =
        record(PolicySupport.TYPE.withDefaults().create(), learner(NEAR_OBSERVATION), 1);

    // Every action of the policy is 0.5 from its observation, exactly in float32.
    assertThat(metrics).containsEntry("support/log_density_policy", -0.25);
    // The data's action is 1 at even observations and -1 at odd ones.
    DataSample sample = DataSample.of(data(), 5);
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += Math.pow(sample.actions()[row] - sample.observations()[row], 2);
    }
    assertThat(metrics).containsEntry("support/log_density_data", -sum / ROWS);
    assertThat(metrics).containsEntry("support/unsupported_share", 0.0);
  }

  @Test
  void theErrorIsThatOfTheDifferenceOverRowsAndOnePercentOfTheDataCountsAsUnsupported() {
    DataSample sample = new DataSample(new float[ROWS], new float[ROWS], 1, 0);
    // The data's densities are 0, 1, ... 255, shuffled by a step that is prime to 256; the
    // policy's are 1 higher at even rows and 1 lower at odd ones.
    boolean[] policys = {true};
    BehaviorDensity density =
        (observations, actions) -> {
          double[] result = new double[actions.length];
          for (int i = 0; i < result.length; i++) {
            result[i] = i * 37 % ROWS + (policys[0] ? (i % 2 == 0 ? 1 : -1) : 0);
          }
          policys[0] = false;
          return result;
        };

    Map<String, Double> metrics =
        new SupportMetrics("support").of(density, sample, new float[ROWS]);

    assertThat(metrics).containsEntry("support/log_density_data", 127.5);
    assertThat(metrics).containsEntry("support/log_density_policy", 127.5);
    // Differences +1 and -1: the sample variance is 256/255.
    assertThat(metrics.get("support/log_density_difference_se"))
        .isCloseTo(Math.sqrt(256.0 / 255 / 256), within(1e-15));
    // The third lowest of the data's is 2: two of 256 are below it, the most that are not over 1 %.
    // Even rows have even densities (37 is odd), so 0 becomes 1 and 1 becomes 0: both are below 2.
    assertThat(metrics).containsEntry("support/unsupported_share", 2.0 / ROWS);
  }

  @Test
  void theDatasDensitiesAreComputedAgainOnlyIfTheDensityHasChanged() {
    List<Integer> asked = new ArrayList<>();
    double[] shift = {0};
    BehaviorDensity density =
        (observations, actions) -> {
          asked.add(actions.length);
          double[] result = new double[actions.length];
          Arrays.fill(result, shift[0]);
          return result;
        };
    Diagnostic diagnostic = PolicySupport.TYPE.withDefaults().create();
    Learner learner = learner(density);

    record(diagnostic, learner, 1);
    record(diagnostic, learner, 2);
    assertThat(asked).as("policy, data; policy, first row").containsExactly(ROWS, ROWS, ROWS, 1);
    shift[0] = 3;
    Map<String, Double> third = record(diagnostic, learner, 3);

    assertThat(asked).endsWith(ROWS, 1, ROWS);
    assertThat(third).containsEntry("support/log_density_data", 3.0);
  }

  @Test
  void valuesAndSizesOfActionsAreRecordedOfMethodsWithoutADensity() {
    Learner learner = mock(Learner.class);
    when(learner.policy())
        .thenReturn(Policy.deterministic(o -> new double[] {o[0] < 6 ? 1 : -0.5}));
    when(learner.models())
        .thenReturn(
            new LearnedModels(
                Optional.empty(),
                Optional.of(
                    (observations, actions) -> {
                      double[] q = new double[actions.length];
                      for (int i = 0; i < q.length; i++) {
                        q[i] = 2 * actions[i];
                      }
                      return q;
                    }),
                Optional.of(observations -> new double[] {4, 6})));

    Map<String, Double> metrics = record(PolicySupport.TYPE.withDefaults().create(), learner, 1);

    double ones = 0;
    double evens = 0;
    for (float observation : DataSample.of(data(), 5).observations()) {
      ones += observation < 6 ? 1 : 0;
      evens += observation % 2 == 0 ? 1 : 0;
    }
    double share = ones / ROWS;
    assertThat(metrics)
        .containsOnlyKeys(
            "q/policy_mean",
            "q/policy_std",
            "q/initial_mean",
            "q/data_mean",
            "q/state_value_mean",
            "actions/policy_abs_mean",
            "actions/policy_saturated_share",
            "actions/data_abs_mean",
            "actions/data_saturated_share");
    assertThat(metrics.get("q/policy_mean")).isCloseTo(3 * share - 1, within(1e-12));
    assertThat(metrics.get("q/policy_std"))
        .isCloseTo(3 * Math.sqrt(share * (1 - share) * ROWS / (ROWS - 1)), within(1e-12));
    assertThat(metrics.get("q/data_mean")).isCloseTo(4 * evens / ROWS - 2, within(1e-12));
    assertThat(metrics).containsEntry("q/state_value_mean", 5.0);
    // Each row of this data is an episode; Q is 2 below observation 6 and -1 from there on.
    double first = 0;
    for (float observation : DataSample.ofInitialStates(data(), 5).observations()) {
      first += observation < 6 ? 2 : -1;
    }
    assertThat(metrics.get("q/initial_mean")).isCloseTo(first / ROWS, within(1e-12));
    assertThat(metrics.get("actions/policy_abs_mean")).isCloseTo(0.5 + share / 2, within(1e-12));
    assertThat(metrics).containsEntry("actions/policy_saturated_share", share);
    assertThat(metrics).containsEntry("actions/data_abs_mean", 1.0);
    assertThat(metrics).containsEntry("actions/data_saturated_share", 1.0);
  }

  @Test
  void theInitialValueIsThatOfThePolicysActionsWhereEpisodesBegin() {
    // Two episodes, which begin at 3 and 7.
    Dataset data =
        new Trajectories(
                "two",
                1,
                1,
                new float[] {3, 4, 7, 8},
                new float[4],
                new float[4],
                new boolean[] {false, true, false, true},
                new boolean[4])
            .transitions();

    DataSample initial = DataSample.ofInitialStates(data, 5);

    assertThat(initial.observations()).hasSize(ROWS).containsOnly(3f, 7f).contains(3f, 7f);
    // The policy's action is 0.5 below the observation.
    assertThat(initial.actionsOf(HALF_BELOW)).containsOnly(2.5f, 6.5f);
    assertThat(DataSample.ofInitialStates(data, 5).observations())
        .isEqualTo(initial.observations());
  }

  @Test
  void aValueThatIsNoNumberIsDivergence() {
    Learner learner = mock(Learner.class);
    when(learner.policy()).thenReturn(HALF_BELOW);
    when(learner.models())
        .thenReturn(
            new LearnedModels(
                Optional.empty(),
                Optional.of((observations, actions) -> new double[] {1, Double.NaN}),
                Optional.empty()));
    Diagnostic diagnostic = PolicySupport.TYPE.withDefaults().create();

    assertThatThrownBy(() -> record(diagnostic, learner, 70))
        .isInstanceOf(SpotDivergenceException.class)
        .hasMessageMatching("training diverged: q/\\w+ is NaN at the evaluation after 70 updates");
  }

  @Test
  void theCommonDensityMeasuresMethodsThatHaveNone() {
    Learner learner = mock(Learner.class);
    when(learner.policy()).thenReturn(HALF_BELOW);

    assertThat(record(CommonSupport.TYPE.withDefaults().create(), learner, 1))
        .containsEntry("common_support/log_density_policy", -0.25)
        .containsKey("common_support/unsupported_share");
  }

  private static Learner learner(BehaviorDensity density) {
    Learner learner = mock(Learner.class);
    when(learner.policy()).thenReturn(HALF_BELOW);
    when(learner.models())
        .thenReturn(new LearnedModels(Optional.of(density), Optional.empty(), Optional.empty()));
    return learner;
  }

  /** What a diagnostic records at an evaluation. */
  private static Map<String, Double> record(Diagnostic diagnostic, Learner learner, long updates) {
    EvaluationResult result =
        new EvaluationResult(List.of(1.0), List.of(1), 0, new ReferenceScores(0, 1));
    TrackedRun run = mock(TrackedRun.class);
    diagnostic.record(
        new DiagnosticMoment(
            updates,
            Optional.of(result),
            data(),
            Normalizer.identity(1),
            new TaskShape(1, 1, 1),
            5,
            Optional.of(NEAR_OBSERVATION)),
        learner,
        run);
    Map<String, Double> recorded = new TreeMap<>();
    mockingDetails(run)
        .getInvocations()
        .forEach(call -> recorded.putAll(call.<Map<String, Double>>getArgument(1)));
    return recorded;
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
