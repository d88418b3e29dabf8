package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.NoRegularizer;
import org.spotrl.tensorflow.regularizer.Regularizer;
import org.spotrl.tensorflow.testing.MadeData;

/**
 * Arms of a study with the same seed are paired: where their parts are equal, they train on the
 * same batches from the same initial weights with the same noise.
 */
class PairedArmsTest {

  private static final Dataset DATA = MadeData.transitions(300, 4, 2);

  /**
   * The critic's loss of the first update is a function of the batch, the initial critics, the
   * initial target policy and its noise, and of no regulariser. So it is the same number for arms
   * that differ only in the regulariser.
   */
  @ParameterizedTest
  @MethodSource("regularizers")
  void armsThatDifferInTheRegularizerBeginWithTheSameCriticLoss(
      Component<Regularizer> regularizer) {
    double reference = firstCriticLoss(NoRegularizer.TYPE.withDefaults(), true, 7);

    assertThat(firstCriticLoss(regularizer, true, 7)).isEqualTo(reference);
    assertThat(firstCriticLoss(regularizer, false, 7)).isEqualTo(reference);
    assertThat(firstCriticLoss(regularizer, true, 8)).isNotEqualTo(reference);
  }

  static Stream<Component<Regularizer>> regularizers() {
    CvaeConfig cvae = CvaeConfig.builder().hidden(List.of(8)).batchSize(16).updates(5).build();
    Component<Density> density = Cvae.TYPE.with(cvae);
    return Stream.of(
        NoRegularizer.TYPE.withDefaults(),
        CloningRegularizer.TYPE.withDefaults(),
        DensityRegularizer.TYPE.with(
            new DensityRegularizerConfig(0.1, DensityUnit.AUTHORS, density)),
        DensityRegularizer.TYPE.with(
            new DensityRegularizerConfig(2, DensityUnit.AUTHORS, density)));
  }

  private static double firstCriticLoss(
      Component<Regularizer> regularizer, boolean qNormalization, long seed) {
    ActorCriticConfig config =
        ActorCriticConfig.DEFAULTS.toBuilder()
            .updates(5)
            .batchSize(16)
            .actorHidden(List.of(16))
            .criticHidden(List.of(16))
            .qNormalization(qNormalization)
            .regularizer(regularizer)
            .build();
    LearningTask task = new LearningTask(new TaskShape(4, 2, 1), DATA, seed, 1);
    try (Learner learner = new ActorCritic(config).create(task)) {
      for (TrainingPhase phase : learner.phases()) {
        if (phase.trainsPolicy()) {
          Double loss = phase.train(1).get("train/critic_loss");
          return loss == null ? Double.NaN : loss;
        }
        phase.train(5);
      }
    }
    return Double.NaN;
  }
}
