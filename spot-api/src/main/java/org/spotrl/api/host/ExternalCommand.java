package org.spotrl.api.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program with its arguments that runs to its end within a time limit. It reads no input.
 *
 * @param line the program and its arguments
 * @param folder the folder it runs in
 * @param environment its environment variables, all of them
 */
public record ExternalCommand(List<String> line, Path folder, Map<String, String> environment) {

  // A child that the program leaves behind may hold its output open, so do not wait for ever.
  private static final long OUTPUT_WAIT_MILLIS = 2_000;

  /** A command with unmodifiable copies. */
  public ExternalCommand {
    line = List.copyOf(line);
    environment = Map.copyOf(environment);
  }

  /** A command in the current folder, with the environment of this process. */
  public ExternalCommand(List<String> line) {
    this(line, Path.of("."), System.getenv());
  }

  /** A command in the current folder, with the environment of this process. */
  public static ExternalCommand of(String... line) {
    return new ExternalCommand(List.of(line));
  }

  /** The command with further arguments. */
  public ExternalCommand with(String... arguments) {
    List<String> all = new ArrayList<>(line);
    all.addAll(Arrays.asList(arguments));
    return new ExternalCommand(all, folder, environment);
  }

  /**
   * How a command ended.
   *
   * @param timedOut true if it was killed because it reached the time limit
   * @param exitCode its exit code; not 0 if it was killed
   * @param lines its output
   */
  public record Result(boolean timedOut, int exitCode, List<String> lines) {

    /** A result with an unmodifiable copy of the lines. */
    public Result {
      lines = List.copyOf(lines);
    }

    /** True if the program ended by itself with exit code 0. */
    public boolean succeeded() {
      return !timedOut && exitCode == 0;
    }

    /** The whole output, its lines separated by newlines. */
    public String text() {
      return String.join("\n", lines);
    }

    /** The last {@code count} lines, or fewer if there are fewer. */
    public List<String> tail(int count) {
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }

  /**
   * Runs the command; output and errors are read as one text.
   *
   * @param onLine receives each line as it is printed, on a thread of its own
   * @throws IOException if there is no such program
   * @throws InterruptedException if this thread is interrupted; the program is killed
   */
  public Result run(Duration limit, Consumer<String> onLine)
      throws IOException, InterruptedException {
    return run(builder().redirectErrorStream(true), limit, onLine);
  }

  /** The program's output without its errors; empty if it is absent, fails or takes too long. */
  public Optional<String> output(Duration limit) {
    ProcessBuilder builder = builder().redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return Optional.of(run(builder, limit, line -> {}))
          .filter(Result::succeeded)
          .map(Result::text);
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private static Result run(ProcessBuilder builder, Duration limit, Consumer<String> onLine)
      throws IOException, InterruptedException {
    Process process = builder.start();
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Thread reader = new Thread(() -> read(process, lines, onLine), "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    boolean ended;
    try {
      process.getOutputStream().close();
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    }
    reader.join(OUTPUT_WAIT_MILLIS);
    synchronized (lines) {
      return new Result(!ended, process.exitValue(), lines);
    }
  }

  private static void read(Process process, List<String> lines, Consumer<String> onLine) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        onLine.accept(line);
      }
    } catch (IOException e) {
      lines.add("(the output ends here: " + e.getMessage() + ")");
    }
  }

  /** The program and its arguments, separated by spaces. */
  @Override
  public String toString() {
    return String.join(" ", line);
  }
}
