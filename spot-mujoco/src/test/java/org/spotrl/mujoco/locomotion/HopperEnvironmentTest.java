package org.spotrl.mujoco.locomotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.RunningStatistics;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.ReferenceSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

class HopperEnvironmentTest {

  private static final RandomStream RANDOM = RandomStream.of(0, "hopper-test");

  private final MujocoModel model = MujocoForTests.runtime().compile(HopperEnvironment.modelText());
  private final Environment hopper = new HopperEnvironment(model);

  @AfterEach
  void free() {
    hopper.close();
    model.close();
  }

  @Test
  void theModelHasTheSizesAndMassesOfGym() {
    assertThat(model.positions()).isEqualTo(6);
    assertThat(model.velocities()).isEqualTo(6);
    assertThat(model.controls()).isEqualTo(3);
    assertThat(model.bodies()).isEqualTo(5);
    // Capsules of density 1000 with their exact volume; printed to six digits in the reference.
    assertThat(model.bodyMasses())
        .containsExactly(new double[] {0, 3.665191, 4.057891, 2.781357, 5.315575}, within(1e-6));
    assertThat(model.initialPosition()).containsExactly(0, 1.25, 0, 0, 0, 0);
  }

  /**
   * These bits come from Gymnasium 1.4.0's hopper.xml in the Python package mujoco 3.3.7 with the
   * same controls.
   */
  @Test
  void twoThousandStepsEqualGymnasiumsModelBitForBit() {
    MujocoForTests.reference();
    ReferenceSequence sequence = new ReferenceSequence();
    try (MujocoData data = model.newData()) {
      data.forward();
      for (int step = 1; step <= 2000; step++) {
        for (int i = 0; i < 3; i++) {
          data.setControl(i, sequence.nextControl());
        }
        data.step(4);
        for (int i = 0; i < 6; i++) {
          sequence.add(data.position(i));
        }
        for (int i = 0; i < 6; i++) {
          sequence.add(data.velocity(i));
        }
        if (step == 100) {
          assertThat(sequence.hash()).isEqualTo("2d48851f7570e71b");
        }
        if (data.position(1) < 0.7 || Math.abs(data.position(2)) > 0.2) {
          data.reset();
          data.forward();
        }
      }
    }
    assertThat(sequence.hash()).isEqualTo("064d8bcdaedc49f6");
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

  /** The same start on every supported version: they differ by at most 2e-16 after one step. */
  @Test
  void theFirstStepIsTheSameOnAllVersions() {
    ReferenceSequence sequence = new ReferenceSequence();
    try (MujocoData data = model.newData()) {
      data.forward();
      for (int i = 0; i < 3; i++) {
        data.setControl(i, sequence.nextControl());
      }
      data.step(4);

      assertThat(data.position(0)).isCloseTo(-1.1520362579902584e-05, within(1e-14));
      assertThat(data.velocity(5)).isCloseTo(0.4279713460288156, within(1e-12));
    }
  }

  @Test
  void anEpisodeStartsNearUprightAtRest() {
    double[] observation = hopper.reset(RANDOM.at(0));

    assertThat(observation).hasSize(11);
    assertThat(observation[0]).isBetween(1.245, 1.255);
    for (int i = 1; i < 11; i++) {
      assertThat(observation[i]).isBetween(-0.005, 0.005);
    }
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
        .hasMessageContaining("the action of hopper-v2 at step 2 is NaN in dimension 1");
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
   * 20,000 random episodes in C gave a return of 18.40 +- 17.14 and a length of 22.19 +- 11.9
   * (standard deviations). The bounds are four standard errors of 2,000 episodes; a correct build
   * fails for one seed in 8,000, and this seed is fixed.
   */
  @Test
  void aRandomPolicyHasTheReturnsAndLengthsOfGym() {
    RunningStatistics returns = new RunningStatistics();
    RunningStatistics lengths = new RunningStatistics();
    RandomSequence actions = RANDOM.child("actions").at(0);
    for (int episode = 0; episode < 2000; episode++) {
      hopper.reset(RANDOM.child("episodes").at(episode));
      double sum = 0;
      int length = 0;
      StepResult step;
      do {
        double[] action = new double[3];
        for (int i = 0; i < 3; i++) {
          action[i] = actions.nextUniform(-1, 1);
        }
        step = hopper.step(action);
        sum += step.reward();
        length++;
      } while (!step.done());
      returns.add(sum);
      lengths.add(length);
    }

    assertThat(returns.mean()).isCloseTo(18.40, within(4 * 17.14 / Math.sqrt(2000)));
    assertThat(lengths.mean()).isCloseTo(22.19, within(4 * 11.9 / Math.sqrt(2000)));
  }

  @Test
  void theScoreIsD4rls() {
    // (1422 + 20.272305) / (3234.3 + 20.272305), D4RL's medium data.
    assertThat(hopper.specification().referenceScores().normalized(1422))
        .isCloseTo(44.3153, within(1e-4));
  }
}
