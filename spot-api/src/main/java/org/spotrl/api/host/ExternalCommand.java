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
 * An external program with its arguments, run with a time limit and without input.
 *
 * @param line the program and its arguments
 * @param folder the working directory
 * @param environment all environment variables of the program
 */
public record ExternalCommand(List<String> line, Path folder, Map<String, String> environment) {

  // A child process that is left behind may keep the output open: do not wait for it forever.
  private static final long OUTPUT_WAIT_MILLIS = 2_000;

  /** Copies the arguments and variables. */
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

  /** The command with more arguments. */
  public ExternalCommand with(String... arguments) {
    List<String> all = new ArrayList<>(line);
    all.addAll(Arrays.asList(arguments));
    return new ExternalCommand(all, folder, environment);
  }

  /**
   * How a command ended.
   *
   * @param timedOut true if it was killed at the time limit
   * @param exitCode its exit code; not 0 if it was killed
   * @param lines its output
   */
  public record Result(boolean timedOut, int exitCode, List<String> lines) {

    /** Copies the lines. */
    public Result {
      lines = List.copyOf(lines);
    }

    /** True if the program ended with exit code 0 within the time limit. */
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
   * Runs the command and reads its output and errors as one text. The program is killed if this
   * process is asked to end.
   *
   * @param onLine receives each line as it is printed, on a separate thread
   * @throws IOException if the program does not exist
   * @throws InterruptedException if this thread is interrupted; the program is killed
   */
  public Result run(Duration limit, Consumer<String> onLine)
      throws IOException, InterruptedException {
    Process process = builder().redirectErrorStream(true).start();
    Thread end = new Thread(() -> kill(process), "end of " + process.pid());
    try {
      Runtime.getRuntime().addShutdownHook(end);
    } catch (IllegalStateException e) {
      // This process is ending already, and waits for what runs now.
      return await(process, limit, onLine);
    }
    try {
      return await(process, limit, onLine);
    } finally {
      forget(end);
    }
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // It runs.
      return;
    }
  }

  /** The program's standard output; empty if it is missing, fails or reaches the time limit. */
  public Optional<String> output(Duration limit) {
    ProcessBuilder builder = builder().redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      return Optional.of(await(builder.start(), limit, line -> {}))
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

  private static Result await(Process process, Duration limit, Consumer<String> onLine)
      throws IOException, InterruptedException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Thread reader = new Thread(() -> read(process, lines, onLine), "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
    boolean ended;
    try {
      process.getOutputStream().close();
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      kill(process);
      process.waitFor();
    }
    reader.join(OUTPUT_WAIT_MILLIS);
    synchronized (lines) {
      return new Result(!ended, process.exitValue(), lines);
    }
  }

  private static void kill(Process process) {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
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
