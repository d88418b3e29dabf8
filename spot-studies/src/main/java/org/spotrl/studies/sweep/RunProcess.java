package org.spotrl.studies.sweep;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.spotrl.api.error.SpotRunException;

/**
 * The process of one run. It ends when its standard input is closed, so it also stops, with a
 * checkpoint, if its sweep is killed.
 */
final class RunProcess {

  /** Starts a process for a run. */
  interface Launcher {

    /**
     * Starts the process; its standard output has {@link RunEvents}, its errors follow them.
     *
     * @param key the run's key
     */
    Process launch(String key) throws IOException;
  }

  private final Process process;
  private final Path log;
  private final Thread reader;
  private final RunEvents.Reader events = new RunEvents.Reader();
  private final long begun = System.nanoTime();

  private RunProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reader = new Thread(this::copy, "log of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the process of a run; its output is appended to the log. */
  static RunProcess start(Launcher launcher, String key, Path log) {
    try {
      return new RunProcess(launcher.launch(key), log);
    } catch (IOException e) {
      throw new SpotRunException("the process of run " + key + " cannot be started: " + e, e);
    }
  }

  private void copy() {
    try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter out =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (events) {
          events.read(line);
        }
        out.write(line);
        out.newLine();
        out.flush();
      }
    } catch (IOException e) {
      // A full disk, for example: the run itself reports that.
      synchronized (events) {
        events.read("notice the log ends here: " + e);
      }
    }
  }

  /** Asks the run to save a checkpoint and to end. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /** Ends the process at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** The exit code; empty while it runs. */
  Optional<Integer> exitCode() {
    if (process.isAlive()) {
      return Optional.empty();
    }
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(process.exitValue());
  }

  /** Seconds since the start. */
  double seconds() {
    return (System.nanoTime() - begun) * 1e-9;
  }

  String activity() {
    synchronized (events) {
      return events.activity();
    }
  }

  double done() {
    synchronized (events) {
      return events.done();
    }
  }

  double fraction() {
    synchronized (events) {
      return events.fraction();
    }
  }

  double score() {
    synchronized (events) {
      return events.score();
    }
  }
}
