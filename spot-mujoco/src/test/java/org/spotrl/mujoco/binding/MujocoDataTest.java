package org.spotrl.mujoco.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.locomotion.Robot;

class MujocoDataTest {

  private final MujocoRuntime runtime = MujocoForTests.runtime();

  @Test
  void newDataAreAtRestInTheInitialPosition() {
    try (MujocoModel model = runtime.compile(Robot.HOPPER.model().xml());
        MujocoData data = model.newData()) {
      assertThat(data.time()).isZero();
      assertThat(data.position(1)).isEqualTo(1.25);
      assertThat(data.velocity(5)).isZero();
      assertThat(data.positionsLeadBuffer()).isTrue();
    }
  }

  @Test
  void timeAdvancesByTheSteps() {
    try (MujocoModel model = runtime.compile(Robot.HOPPER.model().xml());
        MujocoData data = model.newData()) {
      data.step(4);

      assertThat(data.time()).isEqualTo(0.002 + 0.002 + 0.002 + 0.002);
    }
  }

  @Test
  void aStateThatMujocoWouldSilentlyResetIsAnError() {
    try (MujocoModel model = runtime.compile(Robot.HOPPER.model().xml());
        MujocoData data = model.newData()) {
      data.step(4);
      data.setVelocity(0, Double.NaN);

      assertThatThrownBy(() -> data.step(4))
          .isInstanceOf(SpotRunException.class)
          .hasMessageStartingWith("the simulation became unstable at 0.016 s")
          .hasMessageContaining("QVEL");
    }
  }

  @Test
  void aClosedSimulationRefusesEveryUse() {
    try (MujocoModel model = runtime.compile(Robot.HOPPER.model().xml())) {
      MujocoData data = model.newData();
      data.close();
      data.close();

      assertThatThrownBy(() -> data.step(1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> data.position(0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> data.setControl(0, 1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aFaultyModelIsRefusedWithMujocosOwnReason() {
    assertThatThrownBy(
            () -> runtime.compile("<mujoco><worldbody><geom type=\"egg\"/></worldbody></mujoco>"))
        .isInstanceOf(SpotRunException.class)
        .hasMessageStartingWith("MuJoCo rejects the model: ")
        .hasMessageContaining("egg");
  }

  /** A hopper takes about 100 kB; 600 leaked ones would take 60 MB. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void closingFreesTheMemory() throws IOException {
    cycles(200);
    long before = residentKilobytes();
    cycles(600);

    assertThat(residentKilobytes() - before).isLessThan(20_000);
  }

  private void cycles(int count) {
    for (int i = 0; i < count; i++) {
      try (MujocoModel model = runtime.compile(Robot.HOPPER.model().xml());
          MujocoData data = model.newData()) {
        data.step(4);
      }
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
