package org.spotrl.experiments.wiring;

import org.junit.jupiter.api.Assumptions;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;

/**
 * For tests that run on libmujoco: without it they fail where CI is set and are skipped elsewhere.
 */
public final class NeedsMujoco {

  private NeedsMujoco() {}

  /** Looks for it, and fetches it if it is not there. */
  public static void check() {
    try {
      MujocoLibrary.load(MujocoSettings.STANDARD);
    } catch (SpotInputException e) {
      if ("true".equals(System.getenv("CI"))) {
        throw e;
      }
      Assumptions.abort(e.getMessage());
    }
  }
}
