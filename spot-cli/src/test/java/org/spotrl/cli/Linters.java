package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.spotrl.api.host.ExternalCommand;

/**
 * The linters in the folder that {@code SPOT_LINTERS} names; {@code ./test} installs them. Without
 * them tests are skipped; with {@code CI=true} they fail.
 */
final class Linters {

  private Linters() {}

  /** Runs a linter; fails with its output if it finds anything. */
  static void check(String linter, String... arguments) throws Exception {
    String folder = System.getenv().getOrDefault("SPOT_LINTERS", "");
    if (folder.isBlank()) {
      missing("no linters to test with: ./test installs them, or set SPOT_LINTERS");
    }
    ExternalCommand.Result result =
        ExternalCommand.of(Path.of(folder, linter).toString())
            .with(arguments)
            .run(Duration.ofMinutes(1), line -> {});
    assertThat(result.succeeded()).as(result.text()).isTrue();
  }

  /** Fails a test in continuous integration and skips it elsewhere. */
  static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(what);
    }
    Assumptions.abort(what);
  }
}
