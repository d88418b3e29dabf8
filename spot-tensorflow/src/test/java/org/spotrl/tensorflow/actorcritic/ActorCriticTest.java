package org.spotrl.tensorflow.actorcritic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.spotrl.tensorflow.testing.SameBits.assertSameBits;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.testing.MadeData;

/** A small SPOT learner, dropout on: determinism, saving, errors. */
class ActorCriticTest {

  private static final RandomSequence RANDOM = RandomStream.of(0, "test").at(0);
  private static final Dataset DATA = MadeData.transitions(500, 4, 2);

  private static ActorCriticConfigBuilder small() {
    CvaeConfig cvae =
        CvaeConfig.builder().hidden(List.of(24, 24)).batchSize(32).updates(200).build();
    return ActorCriticConfig.SPOT.toBuilder()
        .updates(200)
        .batchSize(32)
        .actorHidden(List.of(16, 16))
        .criticHidden(List.of(16, 16))
        .regularizer(
            DensityRegularizer.TYPE.with(
                new DensityRegularizerConfig(0.1, DensityUnit.AUTHORS, Cvae.TYPE.with(cvae))));
  }

  private static double[] act(Learner learner, double[] observation) {
    return learner.policy().start(RANDOM).act(observation);
  }

  private static Learner learner(ActorCriticConfig config, long seed) {
    return new ActorCritic(config).create(new LearningTask(new TaskShape(4, 2, 1), DATA, seed, 1));
  }

  private static Learner trained(long seed, int... chunks) {
    Learner learner = learner(small().build(), seed);
    for (TrainingPhase phase : learner.phases()) {
      for (int chunk : chunks) {
        phase.train(chunk);
      }
    }
    return learner;
  }

  @Test
  void phasesCountTheirUpdatesAndReportMetrics() {
    try (Learner learner = learner(small().build(), 0)) {
      TrainingPhase density = learner.phases().get(0);
      TrainingPhase policy = learner.phases().get(1);
      assertThat(List.of(density.name(), policy.name())).containsExactly("density", "policy");
      assertThat(List.of(density.trainsPolicy(), policy.trainsPolicy()))
          .containsExactly(false, true);
      assertThat(density.train(3))
          .containsOnlyKeys(
              "train/density_loss", "train/density_reconstruction_loss", "train/density_kl_loss");
      assertThat(policy.train(3))
          .containsOnlyKeys(
              "train/critic_loss",
              "train/q_mean",
              "train/q_weight",
              "train/actor_loss",
              "train/neg_log_beta_mean",
              "train/neg_log_beta_max");
      assertThat(List.of(density.completed(), policy.completed())).containsExactly(3L, 3L);
      assertThatThrownBy(() -> policy.train(198)).hasMessageContaining("197 of 200");
    }
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    try (Learner first = trained(5, 40);
        Learner second = trained(5, 40);
        Learner other = trained(6, 40)) {
      assertSameBits(second.state(), first.state());
      assertThat(act(other, new double[4])).isNotEqualTo(act(first, new double[4]));
    }
  }

  @Test
  void theSizeOfChunksDoesNotMatter() {
    try (Learner whole = trained(5, 40);
        Learner parts = trained(5, 1, 7, 32)) {
      assertSameBits(parts.state(), whole.state());
    }
  }

  @Test
  void aRestoredLearnerContinuesWithTheSameBits() {
    try (Learner whole = trained(5, 50);
        Learner half = trained(5, 50);
        Learner resumed = learner(small().build(), 5)) {
      whole.phases().get(1).train(50);
      resumed.restore(half.state());
      assertSameBits(resumed.state(), half.state());
      assertThat(resumed.phases().get(1).train(50)).containsKey("train/q_mean");
      assertSameBits(resumed.state(), whole.state());
    }
  }

  @Test
  void targetNetworksStartAsCopies() {
    try (Learner learner = learner(small().build(), 0)) {
      StateDict state = learner.state();
      assertThat(state.floats("target_actor/0/kernel", 64))
          .isEqualTo(state.floats("actor/0/kernel", 64));
      assertThat(state.floats("target_critic/q2/1/kernel", 256))
          .isEqualTo(state.floats("critic/q2/1/kernel", 256))
          .isNotEqualTo(state.floats("critic/q1/1/kernel", 256));
    }
  }

  @Test
  void aStateOfAnotherConfigurationIsRefusedAndChangesNothing() {
    try (Learner wide = learner(small().actorHidden(List.of(16, 17)).build(), 0);
        Learner learner = learner(small().build(), 1)) {
      StateDict before = learner.state();
      assertThatThrownBy(() -> learner.restore(wide.state()))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("actor/1/bias");
      assertSameBits(learner.state(), before);
    }
  }

  @Test
  void divergenceNamesTheUpdateAndTheValue() {
    ActorCriticConfig config = small().divergenceLimit(1e-9).criticLearningRate(0.1).build();
    float[] rewards = new float[DATA.size()];
    Arrays.fill(rewards, 100f);
    Dataset rich =
        Trajectories.ofTransitions(
                "rich",
                4,
                2,
                DATA.observations(),
                DATA.actions(),
                rewards,
                DATA.nextObservations(),
                DATA.terminals())
            .transitions();
    try (Learner learner =
        new ActorCritic(config).create(new LearningTask(new TaskShape(4, 2, 1), rich, 0, 1))) {
      assertThatThrownBy(() -> learner.phases().get(1).train(50))
          .isInstanceOf(SpotDivergenceException.class)
          .hasMessageContaining("train/q_mean")
          .hasMessageContaining("update 50 of phase policy");
    }
  }

  @Test
  void theProgramDependsOnWhatTrainingDoesAndNotOnItsLength() {
    String program = program(small().build());

    assertThat(program).isEqualTo(program(small().updates(7).build()));
    assertThat(program).isNotEqualTo(program(small().discount(0.5).build()));
    assertThat(program).isNotEqualTo(program(small().actorLearningRate(0.5).build()));
  }

  private static String program(ActorCriticConfig config) {
    try (Learner learner =
        new ActorCritic(config).create(new LearningTask(new TaskShape(4, 2, 1), DATA, 0, 1))) {
      return learner.program();
    }
  }

  @Test
  void thePolicyIsASnapshotWithoutDropout() {
    try (Learner learner = trained(5, 10)) {
      double[] observation = {0.5, -1, 0.25, 2};
      Actor policy = learner.snapshot().policy().start(RANDOM);
      double[] before = policy.act(observation);
      assertThat(policy.act(observation)).isEqualTo(before);
      learner.phases().get(1).train(10);
      assertThat(policy.act(observation)).isEqualTo(before);
      assertThat(act(learner, observation)).isNotEqualTo(before);
    }
  }

  /** All actions of the data are (0.2, 0.2). */
  @Test
  void theLearntDensityPrefersActionsNearTheData() {
    float[] actions = new float[DATA.actions().length];
    Arrays.fill(actions, 0.2f);
    Dataset narrow =
        Trajectories.ofTransitions(
                "narrow",
                4,
                2,
                DATA.observations(),
                actions,
                DATA.rewards(),
                DATA.nextObservations(),
                DATA.terminals())
            .transitions();
    try (Learner learner =
        new ActorCritic(small().build())
            .create(new LearningTask(new TaskShape(4, 2, 1), narrow, 0, 1))) {
      learner.phases().get(0).train(200);
      float[] observations = new float[4 * 20];
      float[] asked = new float[2 * 20];
      for (int i = 0; i < 20; i++) {
        asked[2 * i] = i % 2 == 0 ? 0.2f : -0.9f;
        asked[2 * i + 1] = i % 2 == 0 ? 0.2f : -0.9f;
      }
      double[] logDensity =
          learner.models().density().orElseThrow().logDensity(observations, asked);
      assertThat(logDensity).hasSize(20);
      for (int i = 0; i < 20; i += 2) {
        assertThat(logDensity[i]).isGreaterThan(logDensity[i + 1] + 1);
      }
      assertTheSharedLatentsGiveTheSameDensity(learner);
    }
  }

  /**
   * Compares with the importance-weighted bound with 500 samples, which estimates the same density.
   */
  private static void assertTheSharedLatentsGiveTheSameDensity(Learner learner) {
    BehaviorDensity density = learner.models().density().orElseThrow();
    float[] observation = {0.5f, -0.2f, 0, 1};
    float[] actions = new float[2 * 700];
    for (int i = 0; i < 700; i++) {
      actions[2 * i] = i % 2 == 0 ? 0.2f : -0.3f;
      actions[2 * i + 1] = 0.2f;
    }
    double[] shared = density.logDensityAt(observation, actions, 2);
    float[] repeated = new float[4 * 2];
    System.arraycopy(observation, 0, repeated, 0, 4);
    System.arraycopy(observation, 0, repeated, 4, 4);
    double[] own = density.logDensity(repeated, Arrays.copyOf(actions, 4));
    assertThat(shared).hasSize(700);
    for (int i = 0; i < 700; i++) {
      // A hundredth is the sampling error of a mean over 1,000 latents here.
      assertThat(shared[i]).isCloseTo(own[i % 2], within(0.05));
    }
  }

  @Test
  void theActionValueComesFromTheFirstCritic() {
    try (Learner learner = trained(0, 20)) {
      float[] observations = Arrays.copyOf(DATA.observations(), 4 * 300);
      float[] actions = Arrays.copyOf(DATA.actions(), 2 * 300);

      double[] values = learner.models().q().orElseThrow().of(observations, actions);

      assertThat(values).hasSize(300);
      for (int row : new int[] {0, 255, 256, 299}) {
        double[] input = new double[6];
        for (int i = 0; i < 6; i++) {
          input[i] = i < 4 ? observations[4 * row + i] : actions[2 * row + i - 4];
        }
        // Float32 sums of 16 terms in another order.
        assertThat(values[row]).isCloseTo(firstCritic(learner.state(), input), within(1e-4));
      }
    }
  }

  private static double firstCritic(StateDict state, double[] input) {
    double[] x = input;
    int[] sizes = {6, 16, 16, 1};
    for (int layer = 0; layer < 3; layer++) {
      String name = "critic/q1/" + layer;
      float[] kernel = state.floats(name + "/kernel", sizes[layer] * sizes[layer + 1]);
      float[] bias = state.floats(name + "/bias", sizes[layer + 1]);
      double[] y = new double[bias.length];
      for (int j = 0; j < y.length; j++) {
        y[j] = bias[j];
        for (int i = 0; i < x.length; i++) {
          y[j] += x[i] * kernel[i * y.length + j];
        }
        y[j] = layer < 2 ? Math.max(y[j], 0) : y[j];
      }
      x = y;
    }
    return x[0];
  }

  @Test
  void evaluatingModelsDoesNotChangeTheState() {
    try (Learner asked = trained(0, 20);
        Learner left = trained(0, 20)) {
      asked.models().q().orElseThrow().of(new float[4], new float[2]);
      asked.models().density().orElseThrow().logDensityAt(new float[4], new float[2], 2);
      asked.phases().get(1).train(20);
      left.phases().get(1).train(20);

      assertSameBits(asked.state(), left.state());
    }
  }
}
