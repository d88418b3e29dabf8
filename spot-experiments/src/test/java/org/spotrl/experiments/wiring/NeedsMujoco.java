package org.spotrl.experiments.wiring;

import org.junit.jupiter.api.Assumptions;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;

/** For tests that need libmujoco: without it they fail if CI is set and are skipped otherwise. */
public final class NeedsMujoco {

  private NeedsMujoco() {}

  /** Finds libmujoco, or downloads it. */
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
