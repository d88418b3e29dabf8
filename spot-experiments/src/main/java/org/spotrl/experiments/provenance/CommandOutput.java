package org.spotrl.experiments.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a program of the system prints. */
public final class CommandOutput {

  private CommandOutput() {}

  /**
   * Runs a program and gives its standard output, or nothing if it is absent, fails or takes too
   * long; it is ended then.
   */
  public static Optional<String> of(List<String> command, Path folder, Duration limit) {
    try {
      // Into a file: a program that hangs, or leaves a child behind, cannot keep a reader waiting.
      Path output = Files.createTempFile("spot-command", ".txt");
      try {
        return run(command, folder, limit, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> run(
      List<String> command, Path folder, Duration limit, Path output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Asking must not take git's locks: another git may be at work in the folder.
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }
}
