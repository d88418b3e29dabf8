package org.spotrl.mujoco.library;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gets the wheel by {@code pip download}, so that mirrors, proxies and certificates which the user
 * set up for pip hold here too. Nothing is installed into Python.
 */
final class PipDownload implements WheelSource {

  private static final int SHOWN_LINES = 12;

  private final List<String> pip;
  private final Duration limit;

  /**
   * A download by a given pip.
   *
   * @param pip the command line that starts pip, without pip's own arguments
   * @param limit time after which pip is stopped
   */
  PipDownload(List<String> pip, Duration limit) {
    this.pip = List.copyOf(pip);
    this.limit = limit;
  }

  /** The pip of the platform's usual Python, with five minutes' time. */
  static PipDownload standard(Platform platform) {
    return new PipDownload(List.of(platform.python(), "-m", "pip"), Duration.ofMinutes(5));
  }

  @Override
  public Path fetch(Platform platform, Path folder) throws LibraryFetchException {
    List<String> command = Stream.concat(pip.stream(), arguments(platform, folder)).toList();
    Path output = folder.resolve("pip.log");
    try {
      run(command, output);
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(file -> file.getFileName().toString().endsWith(".whl"))
            .findFirst()
            .orElseThrow(
                () ->
                    new LibraryFetchException(
                        "pip said it was done but left no wheel in " + folder));
      }
    } catch (IOException e) {
      throw new LibraryFetchException(
          "'%s' could not be started (%s); install Python 3 with pip (Debian, Ubuntu: apt install"
                  .formatted(command.get(0), e.getMessage())
              + " python3-pip) and try again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LibraryFetchException("the download was interrupted", e);
    }
  }

  private static Stream<String> arguments(Platform platform, Path folder) {
    // The wheel's Python version does not matter for the library, but must exist: 3.11 always does.
    return Stream.of(
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
        "mujoco==" + Platform.VERSION);
  }

  private void run(List<String> command, Path output)
      throws IOException, InterruptedException, LibraryFetchException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
            .start();
    boolean ended;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    if (!ended) {
      throw new LibraryFetchException(
          "pip did not finish within %d s; check the network and try again"
              .formatted(limit.toSeconds()));
    }
    if (process.exitValue() != 0) {
      throw new LibraryFetchException(failure(command, process.exitValue(), read(output)));
    }
  }

  private static String failure(List<String> command, int exit, String said) {
    if (said.contains("No module named pip")) {
      return "Python has no pip; install it (Debian, Ubuntu: apt install python3-pip; elsewhere: "
          + command.get(0)
          + " -m ensurepip --upgrade) and try again";
    }
    List<String> lines = said.lines().toList();
    String tail =
        lines.stream()
            .skip(Math.max(0, lines.size() - SHOWN_LINES))
            .map(line -> "\n    | " + line)
            .collect(Collectors.joining());
    return "pip failed with exit code %d:%s\n    its command was: %s"
        .formatted(exit, tail, String.join(" ", command));
  }

  private static String read(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  private static File nothing() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new File(windows ? "NUL" : "/dev/null");
  }
}
