package org.spotrl.mlflow.ui;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotRunException;

/**
 * A child process that runs a server. It ends with all its descendants when this is closed or when
 * this Java process ends, for example by Ctrl-C.
 */
final class ServerProcess implements AutoCloseable {

  private static final int TAIL_LINES = 25;

  static final Duration GRACE = Duration.ofSeconds(6);

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final Duration grace;
  private final Deque<String> tail = new ConcurrentLinkedDeque<>();
  private final Thread reader;
  private final Thread hook = new Thread(this::end, "end of server");

  private ServerProcess(Process process, Consumer<String> log, Duration grace) {
    this.process = process;
    this.grace = grace;
    this.reader = new Thread(() -> read(log), "output of process " + process.pid());
  }

  /**
   * Starts a server.
   *
   * @param environment all environment variables of the process
   * @param log receives each line of its output and errors, on a separate thread
   * @param grace how long {@link #close} waits before it kills the process
   * @throws IOException if the program cannot be started
   */
  static ServerProcess start(
      ProcessBuilder builder, Map<String, String> environment, Consumer<String> log, Duration grace)
      throws IOException {
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    ServerProcess server = new ServerProcess(process, log, grace);
    Runtime.getRuntime().addShutdownHook(server.hook);
    server.reader.setDaemon(true);
    server.reader.start();
    return server;
  }

  /** Waits until the process exits and returns the exit code; empty if it still runs. */
  Optional<Integer> waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
          ? Optional.of(process.exitValue())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotRunException("interrupted while waiting for MLflow", e);
    }
  }

  /** The last lines of the output; complete once the process has ended. */
  String tail() {
    try {
      // Its children may keep the stream open, so this does not wait for ever.
      reader.join(process.isAlive() ? 1 : GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return String.join("\n", tail);
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This Java process is ending: the hook runs or has run.
      return;
    }
  }

  private void read(Consumer<String> log) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tail.addLast(line);
        if (tail.size() > TAIL_LINES) {
          tail.removeFirst();
        }
        log.accept(line);
      }
    } catch (IOException e) {
      log.accept("(cannot read further output: " + e.getMessage() + ")");
    }
  }

  /** Terminates the process and its descendants; kills those that remain after the grace period. */
  private synchronized void end() {
    List<ProcessHandle> tree = withDescendants(Stream.of(process.toHandle()));
    tree.forEach(ProcessHandle::destroy);
    await(tree, grace);
    // Includes processes that were started meanwhile.
    tree = withDescendants(tree.stream());
    tree.forEach(ProcessHandle::destroyForcibly);
    await(tree, KILL_LIMIT);
  }

  private static List<ProcessHandle> withDescendants(Stream<ProcessHandle> processes) {
    return processes.flatMap(p -> Stream.concat(Stream.of(p), p.descendants())).distinct().toList();
  }

  /** Waits until all have ended or the limit has passed; interruption does not shorten the wait. */
  private static void await(List<ProcessHandle> processes, Duration limit) {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
