package org.spotrl.mujoco;

import org.junit.jupiter.api.Assumptions;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mujoco.binding.MujocoRuntime;
import org.spotrl.mujoco.binding.MujocoVersion;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;

/**
 * The libmujoco of this machine. If it is missing, tests fail when CI is set, else they are
 * skipped.
 */
public final class MujocoForTests {

  private MujocoForTests() {}

  public static MujocoRuntime runtime() {
    try {
      return MujocoLibrary.load(MujocoSettings.STANDARD);
    } catch (SpotInputException e) {
      if (onContinuousIntegration()) {
        throw e;
      }
      return Assumptions.abort(e.getMessage());
    }
  }

  public static MujocoSuite suite() {
    runtime();
    return new MujocoSuite(MujocoSettings.STANDARD);
  }

  /** The wheel of 3.3.7 for x86-64, for numbers that must be right to the last bit. */
  public static MujocoRuntime reference() {
    MujocoRuntime runtime = runtime();
    boolean fits =
        runtime.version().equals(new MujocoVersion(3, 3, 7))
            && System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    if (!fits && onContinuousIntegration()) {
      throw new IllegalStateException(
          "the reference is MuJoCo 3.3.7 on Linux x86-64, not " + runtime.path());
    }
    Assumptions.assumeTrue(fits, "the numbers hold for MuJoCo 3.3.7 on Linux x86-64 only");
    return runtime;
  }

  private static boolean onContinuousIntegration() {
    return "true".equals(System.getenv("CI"));
  }
}
