package org.spotrl.baselines.cloning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

class BehaviorCloningTest {

  private static final int ROWS = 500;

  private static final BehaviorCloningConfig SMALL =
      BehaviorCloningConfig.builder()
          .updates(600)
          .batchSize(64)
          .hidden(List.of(32))
          .learningRate(1e-2)
          .build();

  /** a = (0.8 s0 - 0.4 s1, 0.5 s1), up to 1.2: outside the range of a policy bounded by 1. */
  private static Dataset linearMap() {
    RandomSequence random = RandomStream.of(0, "linear map").at(0);
    float[] observations = new float[2 * ROWS];
    float[] actions = new float[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      observations[2 * i] = (float) random.nextUniform(-1, 1);
      observations[2 * i + 1] = (float) random.nextUniform(-1, 1);
      actions[2 * i] = 0.8f * observations[2 * i] - 0.4f * observations[2 * i + 1];
      actions[2 * i + 1] = 0.5f * observations[2 * i + 1];
    }
    return Trajectories.ofTransitions(
            "linear map",
            2,
            2,
            observations,
            actions,
            new float[ROWS],
            observations,
            new boolean[ROWS])
        .transitions();
  }

  @Test
  void learnsALinearMapWithinTheBounds() {
    LearningTask task = new LearningTask(new TaskShape(2, 2, 2), linearMap(), 0, 1);
    try (Learner learner = new BehaviorCloning(SMALL).create(task)) {
      TrainingPhase phase = learner.phases().get(0);
      double before = first(phase.train(1));
      double after = first(phase.train(599));

      assertThat(before).isGreaterThan(0.05);
      // A network that does not learn the map ends at the variance of the actions, 0.18.
      assertThat(after).isLessThan(2e-3);
      double[] action =
          learner.policy().start(RandomStream.of(0, "test").at(0)).act(new double[] {0.5, -0.25});
      // 0.8 * 0.5 + 0.4 * 0.25 and -0.5 * 0.25; a loss of 2e-3 is an error of 0.045.
      assertThat(action[0]).isCloseTo(0.5, within(0.1));
      assertThat(action[1]).isCloseTo(-0.125, within(0.1));
    }
  }

  private static double first(Map<String, Double> metrics) {
    assertThat(metrics).containsOnlyKeys("train/actor_loss");
    return metrics.getOrDefault("train/actor_loss", Double.NaN);
  }

  @Test
  void trainsThePolicyInOnePhaseAndLearnsNoDensity() {
    LearningTask task = new LearningTask(new TaskShape(2, 2, 1), linearMap(), 0, 1);
    try (Learner learner = new BehaviorCloning(SMALL).create(task)) {
      assertThat(learner.phases()).hasSize(1);
      TrainingPhase phase = learner.phases().get(0);
      assertThat(phase.name()).isEqualTo("policy");
      assertThat(phase.updates()).isEqualTo(600);
      assertThat(phase.trainsPolicy()).isTrue();
      assertThat(learner.models().density()).isEmpty();
    }
  }
}
