package org.spotrl.mujoco.binding;

import java.util.Arrays;
import org.spotrl.api.error.SpotRunException;

/**
 * Proves on a tiny model that the structures are read where this build of MuJoCo keeps them, before
 * anything relies on it.
 */
final class SelfCheck {

  /** A free ball with a hinged arm: no two of nq, nv, nu and nbody are equal. */
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
  private static final double[] START = {1, 2, 3, 1, 0, 0, 0, 0};

  private SelfCheck() {}

  static void run(MujocoRuntime runtime) throws UnusableLibraryException {
    try (MujocoModel model = runtime.compile(MODEL)) {
      // Plain numbers first: no pointer is followed before they are right.
      require(
          model.positions() == 8
              && model.velocities() == 7
              && model.controls() == 1
              && model.bodies() == 3
              && model.timestep() == TIMESTEP,
          "the sizes of a known model are misread");
      require(Arrays.equals(model.initialPosition(), START), "qpos0 is misread");
      try (MujocoData data = model.newData()) {
        require(data.positionsLeadBuffer(), "qpos does not lead the data buffer");
        double[] position = new double[START.length];
        for (int i = 0; i < position.length; i++) {
          position[i] = data.position(i);
        }
        require(Arrays.equals(position, START), "qpos is not qpos0 in new data");
        data.setControl(0, 1.0);
        data.step(1);
        require(data.time() == TIMESTEP, "time is not one time step after one step");
        require(
            data.velocity(2) < 0 && data.velocity(6) != 0,
            "gravity and the motor do not show in the velocity");
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
