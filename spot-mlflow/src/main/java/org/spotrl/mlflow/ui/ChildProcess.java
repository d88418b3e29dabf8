package org.spotrl.mlflow.ui;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotRunException;

/**
 * A program that was started here and that leaves nothing behind: closing it, or the end of this
 * Java process by Ctrl-C, ends it with all processes that it started.
 */
final class ChildProcess implements AutoCloseable {

  private static final int TAIL_LINES = 25;
  private static final Duration GRACE = Duration.ofSeconds(6);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Process process;
  private final Consumer<String> log;
  private final Duration grace;
  private final Deque<String> tail = new ArrayDeque<>();
  private final Thread reader;
  private final Thread hook;

  private ChildProcess(Process process, Consumer<String> log, Duration grace) {
    this.process = process;
    this.log = log;
    this.grace = grace;
    this.reader = new Thread(this::readOutput, "output of process " + process.pid());
    this.hook = new Thread(this::endTree, "end of process " + process.pid());
  }

  /**
   * Starts a program.
   *
   * @param log gets each line of its output and errors, on a thread of its own
   * @throws IOException if there is no such program
   */
  static ChildProcess start(ProcessBuilder builder, Consumer<String> log) throws IOException {
    return start(builder, log, GRACE);
  }

  /** As above, with the time that the program has to end when it is asked to. */
  static ChildProcess start(ProcessBuilder builder, Consumer<String> log, Duration grace)
      throws IOException {
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(nothing()))
            .start();
    ChildProcess child = new ChildProcess(process, log, grace);
    Runtime.getRuntime().addShutdownHook(child.hook);
    child.reader.setDaemon(true);
    child.reader.start();
    return child;
  }

  /** Waits until the program ends; false if it still runs after this time. */
  boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits until the program ends. */
  int waitFor() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Exit code of a program that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** The last lines of its output; all of them once it has ended. */
  String tail() {
    if (!process.isAlive()) {
      try {
        // Its own children may hold the stream open, so not for ever.
        reader.join(GRACE.toMillis());
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    synchronized (tail) {
      return String.join("\n", tail);
    }
  }

  @Override
  public void close() {
    endTree();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This Java process is ending: the hook runs or has run, and finds nothing left to end.
      return;
    }
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (tail) {
          tail.addLast(line);
          if (tail.size() > TAIL_LINES) {
            tail.removeFirst();
          }
        }
        log.accept(line);
      }
    } catch (IOException e) {
      log.accept("(the output ends here: " + e.getMessage() + ")");
    }
  }

  /** Asks all processes of the tree to end, and kills those that have not after a while. */
  private synchronized void endTree() {
    boolean interrupted = Thread.interrupted();
    Set<ProcessHandle> known = new LinkedHashSet<>();
    known.add(process.toHandle());
    if (!end(known, grace, ProcessHandle::destroy)) {
      end(known, KILL_LIMIT, ProcessHandle::destroyForcibly);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends what is known of the tree and what that still starts while it ends.
   *
   * @return whether nothing lives any more
   */
  private static boolean end(
      Set<ProcessHandle> known, Duration limit, Consumer<ProcessHandle> ending) {
    long deadline = System.nanoTime() + limit.toNanos();
    Set<ProcessHandle> told = new LinkedHashSet<>();
    while (true) {
      for (ProcessHandle handle : List.copyOf(known)) {
        handle.descendants().forEach(known::add);
      }
      for (ProcessHandle handle : known) {
        if (told.add(handle) && handle.isAlive()) {
          ending.accept(handle);
        }
      }
      ProcessHandle alive = known.stream().filter(ProcessHandle::isAlive).findFirst().orElse(null);
      if (alive == null) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        return false;
      }
      await(alive);
    }
  }

  private static void await(ProcessHandle handle) {
    try {
      handle.onExit().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + handle.pid() + " failed", e);
    } catch (InterruptedException e) {
      // The tree must be ended all the same; the caller learns of the interruption afterwards.
      Thread.currentThread().interrupt();
    }
  }

  private static SpotRunException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SpotRunException("interrupted while waiting for another program", e);
  }

  private static File nothing() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new File(windows ? "NUL" : "/dev/null");
  }
}
