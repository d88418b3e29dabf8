package org.spotrl.mujoco.binding;

import java.util.Arrays;
import org.spotrl.api.error.SpotRunException;

/** Checks on a tiny model that the offsets of the structures are right for this build of MuJoCo. */
final class SelfCheck {

  /** A free ball with a hinged arm, so that nq, nv, nu and nbody are all different. */
  private static final String MODEL =
      """
      <mujoco>
        <option timestep="0.004"/>
        <worldbody>
          <body pos="1 2 3">
            <freejoint/>
            <geom size="0.1"/>
            <body pos="0.5 0 0">
              <joint name="arm" axis="0 1 0" ref="0"/>
              <geom size="0.05" pos="0.2 0 0"/>
            </body>
          </body>
        </worldbody>
        <actuator>
          <motor joint="arm"/>
        </actuator>
      </mujoco>
      """;

  private static final double TIMESTEP = 0.004;
  private static final double[] PLACE = {1, 2, 3};
  private static final double[] START = {1, 2, 3, 1, 0, 0, 0, 0};

  private SelfCheck() {}

  static void run(MujocoRuntime runtime) throws UnusableLibraryException {
    try (MujocoModel model = runtime.compile(MODEL)) {
      // Integers first: pointers are followed only if these are right.
      require(
          model.positions() == 8
              && model.velocities() == 7
              && model.controls() == 1
              && model.bodies() == 3
              && model.timestep() == TIMESTEP,
          "the sizes of a known model are wrong");
      require(Arrays.equals(model.initialPosition(), START), "qpos0 is wrong");
      try (MujocoData data = model.newData()) {
        require(data.positionsLeadBuffer(), "qpos is not at the start of the data buffer");
        double[] position = new double[START.length];
        for (int i = 0; i < position.length; i++) {
          position[i] = data.position(i);
        }
        require(Arrays.equals(position, START), "qpos of a new simulation is not qpos0");
        data.forward();
        double[] place = {
          data.bodyPosition(1, 0), data.bodyPosition(1, 1), data.bodyPosition(1, 2)
        };
        require(Arrays.equals(place, PLACE), "xpos is not where the first body is");
        data.setControl(0, 1.0);
        data.step(1);
        require(data.time() == TIMESTEP, "time is not one time step after one step");
        require(
            data.velocity(2) < 0 && data.velocity(6) != 0,
            "the velocity does not show gravity and the motor");
      }
    } catch (SpotRunException e) {
      throw new UnusableLibraryException("self-check failed: " + e.getMessage(), e);
    }
  }

  private static void require(boolean holds, String fault) throws UnusableLibraryException {
    if (!holds) {
      throw new UnusableLibraryException(
          "self-check failed: " + fault + "; this build differs from the official headers");
    }
  }
}
