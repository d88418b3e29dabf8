package org.spotrl.api.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/**
 * The Python that {@code SPOT_PYTHON} names, with the packages that {@code ./test} installs for
 * tests. Without it tests are skipped; with {@code CI=true} they fail.
 */
public final class RealPython {

  private RealPython() {}

  /** Its path. */
  public static String path() {
    String python = System.getenv().getOrDefault("SPOT_PYTHON", "");
    if (python.isBlank()) {
      String missing = "no Python to test with: ./test installs it, or set SPOT_PYTHON";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(missing);
      }
      Assumptions.abort(missing);
    }
    return python;
  }

  /** Runs a script; what it prints. */
  public static String run(String script, Path... arguments) throws Exception {
    ExternalCommand command = ExternalCommand.of(path(), "-c", script);
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
