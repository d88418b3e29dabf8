package org.spotrl.mlflow.ui;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A program with its first arguments, for example {@code python3 -m mlflow}.
 *
 * @param words the program and its first arguments
 */
record Command(List<String> words) {

  /** A command with an unmodifiable copy of its words. */
  Command {
    words = List.copyOf(words);
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** The command with further arguments. */
  Command with(String... arguments) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(arguments));
    return new Command(all);
  }

  /**
   * What running it gave.
   *
   * @param done whether it ended by itself and without a fault
   * @param text its last lines, or why it could not run
   */
  record Result(boolean done, String text) {}

  /** Runs the command to its end. */
  Result run(Map<String, String> environment, Duration limit, Consumer<String> log) {
    ProcessBuilder builder = new ProcessBuilder(words);
    replaceEnvironment(builder, environment);
    try (ChildProcess child = ChildProcess.start(builder, log)) {
      if (!child.waitFor(limit)) {
        return new Result(false, "it did not end within " + limit.toSeconds() + " s");
      }
      return new Result(child.exitCode() == 0, child.tail());
    } catch (IOException e) {
      return new Result(false, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  static void replaceEnvironment(ProcessBuilder builder, Map<String, String> environment) {
    builder.environment().clear();
    builder.environment().putAll(environment);
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
