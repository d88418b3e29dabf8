package org.spotrl.data.format;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.spotrl.api.host.ExternalCommand;

/**
 * The Python with h5py that {@code SPOT_PYTHON} names. Without it tests are skipped; with {@code
 * CI=true} they fail.
 */
public final class RealPython {

  private RealPython() {}

  /** Runs a script; what it prints. */
  public static String run(String script, Path... arguments) throws Exception {
    String python = System.getenv().getOrDefault("SPOT_PYTHON", "");
    if (python.isEmpty()) {
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError("SPOT_PYTHON names no Python with h5py");
      }
      Assumptions.abort("SPOT_PYTHON names no Python with h5py");
    }
    ExternalCommand command = ExternalCommand.of(python, "-c", script);
    for (Path argument : arguments) {
      command = command.with(argument.toString());
    }
    ExternalCommand.Result result = command.run(Duration.ofMinutes(5), line -> {});
    if (!result.succeeded()) {
      throw new IOException("the script failed:\n" + result.text());
    }
    return result.text();
  }
}
