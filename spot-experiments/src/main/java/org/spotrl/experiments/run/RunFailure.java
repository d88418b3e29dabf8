package org.spotrl.experiments.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.LoadedExperiment;

/** What a failed run records, and what its user reads: the reason and the remedy. */
public final class RunFailure {

  private static final Logger LOG = LoggerFactory.getLogger(RunFailure.class);

  /** Name of the artifact with the stack trace of a failure that nobody foresaw. */
  static final String FILE = "error.txt";

  private static final int LONGEST = 300;

  private RunFailure() {}

  /**
   * Does the work of a run; the stack trace of a failure that nobody foresaw is recorded with it.
   */
  static RunSummary recorded(TrackedRun run, Supplier<RunSummary> work) {
    try {
      return work.get();
    } catch (SpotException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      try {
        run.text(FILE, stackTrace(e));
      } catch (RuntimeException unwritten) {
        LOG.warn("the failure of run {} cannot be recorded", run.id(), unwritten);
        e.addSuppressed(unwritten);
      }
      throw e;
    }
  }

  /** The failure with its remedy; no stack trace is needed to understand it. */
  static SpotException explained(Throwable failure, LocalRun run, LoadedExperiment experiment) {
    if (failure instanceof SpotInputException input) {
      return input;
    } else if (failure instanceof SpotDivergenceException) {
      return new SpotRunException(
          failure.getMessage() + "\n" + afterDivergence(experiment), failure);
    } else if (failure instanceof SpotRunException) {
      return new SpotRunException(
          failure.getMessage() + "\n" + ResumeAdvice.afterFailure(run), failure);
    }
    return new SpotRunException(
        "the run failed with %s; the stack trace is in %s%n%s"
            .formatted(
                oneLine(failure), run.artifacts().resolve(FILE), ResumeAdvice.afterFailure(run)),
        failure);
  }

  /** A failure's type and message in one line, with the remedy where that is known. */
  public static String oneLine(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    String shown = message.length() > LONGEST ? message.substring(0, LONGEST) + "..." : message;
    return failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : ": " + shown)
        + (failure instanceof OutOfMemoryError
            ? " (SPOT_JAVA_OPTS=-Xmx16g gives Java 16 GB of memory)"
            : "");
  }

  /** A failure's stack trace as text. */
  public static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** The settings that make training more stable, with their values in this run. */
  private static String afterDivergence(LoadedExperiment experiment) {
    Map<String, String> values = experiment.values();
    List<String> remedies = new ArrayList<>();
    values.forEach(
        (path, value) -> {
          if (path.startsWith("algorithm.") && path.endsWith("learning_rate")) {
            remedies.add("a smaller %s (is %s)".formatted(path, value));
          } else if (path.endsWith("regularizer.lambda")) {
            remedies.add("a larger %s (is %s)".formatted(path, value));
          } else if (path.endsWith("regularizer.alpha")) {
            remedies.add("a smaller %s (is %s)".formatted(path, value));
          } else if (path.equals("rewards.type")) {
            remedies.add("rewards of a smaller scale: rewards (is %s)".formatted(value));
          } else if (path.endsWith("q_normalization") || path.equals("normalize_observations")) {
            if (value.equals("false")) {
              remedies.add("%s: true (is false)".formatted(path));
            }
          } else if (path.endsWith("divergence_limit")) {
            remedies.add(
                "where values this large are expected, a larger %s (is %s; 0: no limit)"
                    .formatted(path, value));
          }
        });
    return "the same settings and seed diverge again; start a new run with others, for example:\n  "
        + String.join("\n  ", remedies);
  }
}
