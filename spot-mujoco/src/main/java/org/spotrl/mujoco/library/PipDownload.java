package org.spotrl.mujoco.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.api.host.ExternalCommand;

/**
 * Downloads the wheel with {@code pip download}, so the mirrors, proxies and certificates that the
 * user configured for pip apply. Nothing is installed into Python.
 */
final class PipDownload implements WheelSource {

  private static final int SHOWN_LINES = 12;

  private final ExternalCommand pip;
  private final Duration limit;

  /**
   * A download with a given pip.
   *
   * @param pip command that starts pip, without pip's arguments
   * @param limit time limit of the download
   */
  PipDownload(ExternalCommand pip, Duration limit) {
    this.pip = pip;
    this.limit = limit;
  }

  /** A download with the pip of the platform's default Python and a limit of five minutes. */
  static PipDownload standard(Platform platform) {
    return new PipDownload(
        ExternalCommand.of(platform.python(), "-m", "pip"), Duration.ofMinutes(5));
  }

  @Override
  public Path fetch(Platform platform, Path folder) throws LibraryFetchException {
    ExternalCommand command = pip.with(arguments(platform, folder));
    try {
      ExternalCommand.Result result = command.run(limit, line -> {});
      if (result.timedOut()) {
        throw new LibraryFetchException(
            "pip did not finish within %d s; check the network connection and try again"
                .formatted(limit.toSeconds()));
      }
      if (!result.succeeded()) {
        throw new LibraryFetchException(failure(command, result));
      }
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().endsWith(".whl"))
            .findFirst()
            .orElseThrow(
                () ->
                    new LibraryFetchException(
                        "pip ended without an error, but there is no wheel in " + folder));
      }
    } catch (IOException e) {
      throw new LibraryFetchException(
          "cannot start '%s' (%s); install Python 3 with pip (Debian, Ubuntu: apt install"
                  .formatted(command.line().get(0), e.getMessage())
              + " python3-pip) and try again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LibraryFetchException("the download was interrupted", e);
    }
  }

  private static String[] arguments(Platform platform, Path folder) {
    // The library is the same for all Python versions, but a wheel must exist: for 3.11 there
    // always is one.
    return new String[] {
      "download",
      "--progress-bar=off",
      "--disable-pip-version-check",
      "--no-input",
      "--no-deps",
      "--only-binary=:all:",
      "--python-version",
      "3.11",
      "--implementation",
      "cp",
      "--abi",
      "cp311",
      "--platform",
      platform.wheelTag(),
      "--dest",
      folder.toString(),
      "mujoco==" + Platform.VERSION
    };
  }

  private static String failure(ExternalCommand command, ExternalCommand.Result result) {
    if (result.text().contains("No module named pip")) {
      return "Python has no pip; install it (Debian, Ubuntu: apt install python3-pip; elsewhere: "
          + command.line().get(0)
          + " -m ensurepip --upgrade) and try again";
    }
    String tail =
        result.tail(SHOWN_LINES).stream()
            .map(line -> "\n    | " + line)
            .collect(Collectors.joining());
    return "pip failed with exit code %d:%s\n    command: %s"
        .formatted(result.exitCode(), tail, command);
  }
}
