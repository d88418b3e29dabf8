package org.spotrl.mujoco.locomotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.ReferenceSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

class LocomotionModelTest {

  /** Sizes of Gymnasium's own tests. */
  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v2, 9, 9, 6, 8",
    "halfcheetah-v4, 9, 9, 6, 8",
    "hopper-v2, 6, 6, 3, 5",
    "hopper-v4, 6, 6, 3, 5",
    "walker2d-v2, 9, 9, 6, 8",
    "walker2d-v4, 9, 9, 6, 8",
    "ant-v2, 15, 14, 8, 14",
    "ant-v4, 15, 14, 8, 14"
  })
  void theModelHasGymsSizes(String id, int positions, int velocities, int controls, int bodies) {
    try (MujocoModel model = compile(id)) {
      assertThat(model.positions()).isEqualTo(positions);
      assertThat(model.velocities()).isEqualTo(velocities);
      assertThat(model.controls()).isEqualTo(controls);
      assertThat(model.bodies()).isEqualTo(bodies);
    }
  }

  /**
   * Version 4: masses of Gymnasium's models. Version 2: a capsule of radius r and half length h
   * weighs as much as a cylinder of half length h + r / 2; a thigh with r = 0.05 and h = 0.225 is
   * 1000 pi 0.05^2 2 (0.225 + 0.025) = 3.92699 kg. Both printed to six decimals.
   */
  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v2, 0 6.360313 1.535248 1.580940 1.069191 1.425587 1.178851 0.849869",
    "halfcheetah-v4, 0 6.250209 1.543515 1.587448 1.095397 1.438075 1.200837 0.884519",
    "hopper-v2, 0 3.534292 3.926991 2.714336 5.089380",
    "hopper-v4, 0 3.665191 4.057891 2.781357 5.315575",
    "walker2d-v2, 0 3.534292 3.926991 2.714336 2.940531 3.926991 2.714336 2.940531",
    "walker2d-v4, 0 3.665191 4.057891 2.781357 3.166725 4.057891 2.781357 3.166725",
    "ant-v2, 0 0.327249 0.036477 0.036477 0.064911 0.036477 0.036477 0.064911"
        + " 0.036477 0.036477 0.064911 0.036477 0.036477 0.064911",
    "ant-v4, 0 0.327249 0.039158 0.039158 0.067592 0.039158 0.039158 0.067592"
        + " 0.039158 0.039158 0.067592 0.039158 0.039158 0.067592"
  })
  void bodiesWeighWhatTheyDoInTheirPhysics(String id, String masses) {
    double[] expected = Arrays.stream(masses.split(" ")).mapToDouble(Double::parseDouble).toArray();
    try (MujocoModel model = compile(id)) {
      assertThat(model.bodyMasses()).containsExactly(expected, within(1e-6));
    }
  }

  /**
   * States of 2,000 steps in the Python package mujoco 3.3.7 with the same controls. Version 4: of
   * the model files of Gymnasium 1.4.0. Version 2: of their parameters with the older inertia, by
   * another program.
   */
  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v2, 27e0351aea436814, 515d405e3d72b0fe",
    "halfcheetah-v4, befb8864caa41441, 9c770da08d5ccb66",
    "hopper-v2, 54c90c33449f93cf, 84c7ab58a680b0dd",
    "hopper-v4, 2d48851f7570e71b, 064d8bcdaedc49f6",
    "walker2d-v2, a8c80f7ca61980ba, 8f3b68a2a5404e73",
    "walker2d-v4, fd811cf281c24005, cce71fcde8811523",
    "ant-v2, 6f741b73418097fe, 94fdaa8bf0c640ea",
    "ant-v4, 65ccf09087feab41, c286d475702ba7ca"
  })
  void twoThousandStepsEqualThePythonPackageBitForBit(
      String id, String after100, String after2000) {
    MujocoForTests.reference();
    ReferenceSequence sequence = new ReferenceSequence();
    Robot robot = task(id).robot();
    try (MujocoModel model = compile(id);
        MujocoData data = model.newData()) {
      data.forward();
      for (int step = 1; step <= 2000; step++) {
        for (int i = 0; i < model.controls(); i++) {
          data.setControl(i, sequence.nextControl());
        }
        data.step(robot.rules().frameSkip());
        for (int i = 0; i < model.positions(); i++) {
          sequence.add(data.position(i));
        }
        for (int i = 0; i < model.velocities(); i++) {
          sequence.add(data.velocity(i));
        }
        if (step == 100) {
          assertThat(sequence.hash()).isEqualTo(after100);
        }
        if (!robot.healthy(data)) {
          data.reset();
          data.forward();
        }
      }
    }
    assertThat(sequence.hash()).isEqualTo(after2000);
  }

  /** The same start on every supported version: they differ by at most 2e-16 after one step. */
  @ParameterizedTest
  @ValueSource(strings = "hopper-v4")
  void theFirstStepIsTheSameOnAllVersionsOfMujoco(String id) {
    ReferenceSequence sequence = new ReferenceSequence();
    try (MujocoModel model = compile(id);
        MujocoData data = model.newData()) {
      data.forward();
      for (int i = 0; i < 3; i++) {
        data.setControl(i, sequence.nextControl());
      }
      data.step(4);

      assertThat(data.position(0)).isCloseTo(-1.1520362579902584e-05, within(1e-14));
      assertThat(data.velocity(5)).isCloseTo(0.4279713460288156, within(1e-12));
    }
  }

  static LocomotionTask task(String id) {
    return LocomotionTask.ALL.stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  static MujocoModel compile(String id) {
    return MujocoForTests.runtime().compile(task(id).modelText());
  }
}
