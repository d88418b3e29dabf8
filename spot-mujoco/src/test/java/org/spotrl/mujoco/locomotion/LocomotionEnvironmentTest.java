package org.spotrl.mujoco.locomotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.ReferenceSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

class LocomotionEnvironmentTest {

  private static final RandomStream RANDOM = RandomStream.of(0, "hopper-test");

  private final MujocoModel model = LocomotionModelTest.compile("hopper-v4");
  private final Environment hopper =
      new LocomotionEnvironment(LocomotionModelTest.task("hopper-v4"), model);
  private final MujocoSuite suite = MujocoForTests.suite();

  @AfterEach
  void free() {
    hopper.close();
    model.close();
  }

  /**
   * These observations, rewards and terminals come from Gymnasium 1.4.0's Hopper-v4 on mujoco 3.3.7
   * with the same starts and actions: 20 episodes, 470 steps.
   */
  @Test
  void observationsRewardsAndTerminalsEqualGymnasium() {
    MujocoForTests.reference();
    RandomStream stream = RandomStream.of(5, "hop");
    ReferenceSequence sequence = new ReferenceSequence();
    for (int episode = 0; episode < 20; episode++) {
      RandomSequence random = stream.at(episode);
      hopper.reset(random);
      StepResult step;
      do {
        double[] action = {
          Math.max(-1, Math.min(1, 1.5 * random.nextUniform(-1, 1))),
          0.5 * random.nextUniform(-1, 1),
          random.nextUniform(-1, 1)
        };
        step = hopper.step(action);
        for (double number : step.observation()) {
          sequence.add(number);
        }
        sequence.add(step.reward());
        sequence.add(step.terminal() ? 1 : 0);
      } while (!step.done());
    }

    assertThat(sequence.hash()).isEqualTo("baf4616b1635ce91");
  }

  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v2, 17, 8, 0, 0.1",
    "hopper-v2, 11, 5, 1.25, 0.005",
    "walker2d-v2, 17, 8, 1.25, 0.005",
    "ant-v2, 111, 13, 0.75, 0.1",
    "ant-v4, 27, 13, 0.75, 0.1"
  })
  void anEpisodeStartsNearTheInitialStateAlmostAtRest(
      String id, int size, int positions, double height, double noise) {
    RunningStatistics heights = new RunningStatistics();
    RunningStatistics velocities = new RunningStatistics();
    try (Environment environment = suite.create(id)) {
      for (int episode = 0; episode < 200; episode++) {
        double[] observation = environment.reset(RANDOM.child("starts").at(episode));
        assertThat(observation).hasSize(size);
        heights.add(observation[0]);
        for (int i = 1; i < positions; i++) {
          double initial = id.startsWith("ant") && i == 1 ? 1 : 0;
          assertThat(observation[i]).isBetween(initial - noise, initial + noise);
        }
        int last = Math.min(size, id.startsWith("ant") ? 27 : size);
        for (int i = positions; i < last; i++) {
          velocities.add(observation[i]);
        }
        for (int i = last; i < size; i++) {
          assertThat(observation[i]).isZero();
        }
      }
    }

    // 200 heights, and 1,200 or more velocities: uniform ones have spread noise / sqrt(3).
    assertThat(heights.min()).isBetween(height - noise, height - 0.9 * noise);
    assertThat(heights.max()).isBetween(height + 0.9 * noise, height + noise);
    double spread = noise == 0.005 ? noise / Math.sqrt(3) : noise;
    assertThat(velocities.mean()).isCloseTo(0, within(0.12 * spread));
    assertThat(velocities.std()).isCloseTo(spread, within(0.08 * spread));
  }

  @Test
  void theRewardIsSpeedPlusOneMinusEffort() {
    hopper.reset(RANDOM.at(1));
    double[] action = {0.5, -0.25, 1.0};

    StepResult step = hopper.step(action);

    // x moved by about velocity * dt; its speed is small in the first step, effort is 1.3125e-3.
    try (MujocoData data = model.newData()) {
      RandomSequence same = RANDOM.at(1);
      for (int i = 0; i < 6; i++) {
        data.setPosition(i, model.initialPosition()[i] + same.nextUniform(-0.005, 0.005));
      }
      for (int i = 0; i < 6; i++) {
        data.setVelocity(i, same.nextUniform(-0.005, 0.005));
      }
      data.forward();
      double before = data.position(0);
      for (int i = 0; i < 3; i++) {
        data.setControl(i, action[i]);
      }
      data.step(4);
      double speed = (data.position(0) - before) / 0.008;
      assertThat(step.reward()).isEqualTo(speed + 1.0 - 1e-3 * 1.3125);
      assertThat(step.observation()[0]).isEqualTo(data.position(1));
      assertThat(step.observation()[10]).isEqualTo(data.velocity(5));
    }
    assertThat(step.done()).isFalse();
  }

  @Test
  void actionsBeyondTheBoundsActAsTheBounds() {
    hopper.reset(RANDOM.at(2));
    StepResult beyond = hopper.step(new double[] {7, -3, 1.5});
    hopper.reset(RANDOM.at(2));
    StepResult bound = hopper.step(new double[] {1, -1, 1});

    assertThat(beyond.observation()).isEqualTo(bound.observation());
    assertThat(beyond.reward()).isEqualTo(bound.reward());
  }

  @Test
  void aNaNInAnActionIsRefusedWithItsStepAndDimension() {
    hopper.reset(RANDOM.at(3));
    hopper.step(new double[3]);

    assertThatThrownBy(() -> hopper.step(new double[] {0, Double.NaN, 0}))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("the action of hopper-v4 at step 2 is NaN in dimension 1");
  }

  @Test
  void aFallIsTerminalAndEndsTheEpisode() {
    hopper.reset(RANDOM.at(4));
    StepResult last = hopper.step(new double[] {1, 1, 1});
    int steps = 1;
    while (!last.done()) {
      last = hopper.step(new double[] {1, 1, 1});
      steps++;
    }

    assertThat(last.terminal()).isTrue();
    assertThat(last.timeout()).isFalse();
    assertThat(steps).isLessThan(100);
    // Height at most 0.7 or a lean of at least 0.2 rad.
    assertThat(last.observation()[0] <= 0.7 || Math.abs(last.observation()[1]) >= 0.2).isTrue();
    assertThatThrownBy(() -> hopper.step(new double[3]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must be reset");
  }

  /**
   * D4RL's random-v2 data: mean and standard deviation of the returns, and steps per episode.
   *
   * <p>The bounds are four standard errors of our mean and D4RL's together, so a correct build
   * fails for one seed in 8,000, and this seed is fixed. For the ant, D4RL's data has a length
   * only; its spread is ours.
   */
  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v2, 50, -288.80, 80.43, 1000, 1000, 0",
    "hopper-v2, 1000, 18.399, 17.451, 45240, 22.10, 11.9",
    "walker2d-v2, 1000, 1.871, 5.813, 48908, 20.447, 8.5",
    "ant-v2, 60, NaN, 0, 5822, 171.8, 300"
  })
  void aRandomPolicyDoesAsWellAsInD4rlsData(
      String id,
      int episodes,
      double meanReturn,
      double spread,
      int d4rlsEpisodes,
      double meanLength,
      double lengthSpread) {
    RunningStatistics returns = new RunningStatistics();
    RunningStatistics lengths = new RunningStatistics();
    RandomSequence actions = RANDOM.child("actions").at(0);
    try (Environment environment = suite.create(id)) {
      double[] action = new double[environment.specification().actionDim()];
      for (int episode = 0; episode < episodes; episode++) {
        environment.reset(RANDOM.child("episodes").at(episode));
        double sum = 0;
        int length = 0;
        StepResult step;
        do {
          Arrays.setAll(action, i -> actions.nextUniform(-1, 1));
          step = environment.step(action);
          sum += step.reward();
          length++;
        } while (!step.done());
        returns.add(sum);
        lengths.add(length);
      }
    }
    double error = 4 * Math.sqrt(1.0 / episodes + 1.0 / d4rlsEpisodes);

    if (!Double.isNaN(meanReturn)) {
      assertThat(returns.mean()).isCloseTo(meanReturn, within(error * spread));
    }
    assertThat(lengths.mean()).isCloseTo(meanLength, within(error * lengthSpread));
  }

  @Test
  void halfCheetahNeverEndsBeforeItsTimeLimit() {
    try (Environment cheetah = suite.create("halfcheetah-v2")) {
      cheetah.reset(RANDOM.at(0));
      for (int step = 1; step < 1000; step++) {
        assertThat(cheetah.step(new double[] {1, -1, 1, -1, 1, -1}).done()).isFalse();
      }
      StepResult last = cheetah.step(new double[6]);

      assertThat(last.timeout()).isTrue();
      assertThat(last.terminal()).isFalse();
    }
  }

  /** The mean returns of D4RL's medium data, by hand: 100 (R - minimum) / (maximum - minimum). */
  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v2, 4770, 40.6775", // 5050.178953 / 12415.178953
    "hopper-v2, 1422, 44.3153", // 1442.272305 / 3254.572305
    "walker2d-v2, 2852, 62.0905", // 2850.370992 / 4590.670992
    "ant-v4, 0, 7.7427" // 325.6 / 4205.3
  })
  void scoresAreD4rls(String id, double meanReturn, double score) {
    assertThat(suite.specification(id).referenceScores().normalized(meanReturn))
        .isCloseTo(score, within(1e-4));
  }
}
