package org.spotrl.baselines.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;

class GaussianDensityTest {

  private static final int ROWS = 2000;

  @Test
  void learnsMeanAndStandardDeviationOfTheData() {
    try (Learner learner =
        spot().create(new LearningTask(new TaskShape(1, 1, 1), noisyMap(), 0, 1))) {
      TrainingPhase density = learner.phases().get(0);
      double loss =
          Objects.requireNonNull(density.train((int) density.updates()).get("train/density_loss"));

      // The entropy of a Gaussian with deviation 0.1: log 0.1 + log sqrt(2 pi e) = -0.884.
      assertThat(loss).isCloseTo(-0.884, within(0.15));
      BehaviorDensity beta = learner.models().density().orElseThrow();
      float[] observations = {0.5f, 0.5f, 0.5f, -0.5f};
      float[] actions = {0.25f, 0.35f, 0.05f, -0.25f};
      double[] logDensity = beta.logDensity(observations, actions);
      // At the mean s/2, one and two deviations away, and at another state's mean.
      assertThat(logDensity[0]).isCloseTo(1.384, within(0.15));
      assertThat(logDensity[1]).isCloseTo(1.384 - 0.5, within(0.3));
      assertThat(logDensity[2]).isCloseTo(1.384 - 2, within(0.7));
      assertThat(logDensity[3]).isCloseTo(1.384, within(0.15));
    }
  }

  /** a = s/2 + 0.1 N(0, 1). */
  private static Dataset noisyMap() {
    RandomSequence random = RandomStream.of(0, "noisy map").at(0);
    float[] observations = new float[ROWS];
    float[] actions = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      observations[i] = (float) random.nextUniform(-1, 1);
      actions[i] = (float) (0.5 * observations[i] + 0.1 * random.nextGaussian());
    }
    return Trajectories.ofTransitions(
            "noisy map",
            1,
            1,
            observations,
            actions,
            new float[ROWS],
            observations,
            new boolean[ROWS])
        .transitions();
  }

  private static ActorCritic spot() {
    GaussianDensityConfig gaussian =
        GaussianDensityConfig.builder()
            .hidden(List.of(32))
            .updates(1000)
            .batchSize(256)
            .learningRate(3e-3)
            .build();
    DensityRegularizerConfig regularizer =
        new DensityRegularizerConfig(0.1, DensityUnit.AUTHORS, GaussianDensity.TYPE.with(gaussian));
    return new ActorCritic(
        ActorCriticConfig.DEFAULTS.toBuilder()
            .batchSize(8)
            .actorHidden(List.of(8))
            .criticHidden(List.of(8))
            .regularizer(DensityRegularizer.TYPE.with(regularizer))
            .build());
  }

  @Test
  void refusesAMinimumLogStdThatIsNotBelowTheMaximum() {
    assertThatThrownBy(() -> GaussianDensityConfig.builder().logStdMin(2).logStdMax(2).build())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("log_std_min 2.0 and log_std_max 2.0");
  }
}
