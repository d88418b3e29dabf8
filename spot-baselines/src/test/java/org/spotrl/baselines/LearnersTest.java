package org.spotrl.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.spotrl.tensorflow.testing.SameBits.assertSameBits;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomStream;
import org.spotrl.baselines.bcq.Bcq;
import org.spotrl.baselines.bcq.BcqConfig;
import org.spotrl.baselines.iql.Iql;
import org.spotrl.baselines.iql.IqlConfig;
import org.spotrl.tensorflow.testing.MadeData;

/** Properties of every learner. */
class LearnersTest {

  private static final TaskShape SHAPE = new TaskShape(4, 2, 1);
  private static final Dataset DATA = MadeData.transitions(300, 4, 2);

  private static Stream<Algorithm> algorithms() {
    return Stream.of(
        new Iql(
            IqlConfig.builder()
                .updates(40)
                .batchSize(16)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .valueHidden(List.of(16))
                .build()),
        new Bcq(
            BcqConfig.builder()
                .updates(40)
                .batchSize(16)
                .actorHidden(List.of(16))
                .criticHidden(List.of(16))
                .vaeHidden(List.of(16))
                .selectSamples(10)
                .build()));
  }

  private static Learner learner(Algorithm algorithm) {
    return algorithm.create(new LearningTask(SHAPE, DATA, 5, 1));
  }

  private static double[] actions(Policy policy) {
    Actor actor = policy.start(RandomStream.of(0, "test").at(3));
    double[] actions = new double[6];
    for (int step = 0; step < 3; step++) {
      double[] action = actor.act(new double[] {0.1 * step, -1, 0.5, 2});
      actions[2 * step] = action[0];
      actions[2 * step + 1] = action[1];
    }
    return actions;
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void theStoredPolicyActsAsTheLearnerDoes(Algorithm algorithm) {
    try (Learner learner = learner(algorithm)) {
      learner.phases().get(0).train(20);

      double[] acted = actions(learner.policy());

      // Float32 sums in another order.
      assertThat(actions(learner.snapshot().policy())).containsExactly(acted, within(1e-5));
      assertThat(actions(learner.policy())).containsExactly(acted);
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void aRestoredLearnerContinuesWithTheSameBits(Algorithm algorithm) {
    try (Learner whole = learner(algorithm);
        Learner resumed = learner(algorithm)) {
      whole.phases().get(0).train(20);
      resumed.restore(whole.state());
      // Acting and evaluating models between the updates changes nothing.
      actions(resumed.policy());
      resumed.models().q().orElseThrow().of(new float[4], new float[2]);
      Map<String, Double> metrics = whole.phases().get(0).train(20);

      assertThat(resumed.phases().get(0).train(20)).isEqualTo(metrics);
      assertSameBits(resumed.state(), whole.state());
      assertThat(metrics).containsKey("train/actor_loss");
      assertThat(whole.models().v().isPresent() || whole.models().density().isPresent()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void withoutDataItActsAndRestoresButDoesNotTrain(Algorithm algorithm) {
    LearningTask empty = new LearningTask(SHAPE, Dataset.empty("none", 4, 2), 5, 1);
    try (Learner trained = learner(algorithm);
        Learner acting = algorithm.create(empty)) {
      trained.phases().get(0).train(10);
      acting.restore(trained.state());

      assertThat(actions(acting.policy())).containsExactly(actions(trained.policy()));
      TrainingPhase phase = acting.phases().get(0);
      assertThatThrownBy(() -> phase.train(1))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("'policy' cannot train: the data set has no transitions");
    }
  }
}
