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
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.mlflow.RunView;

/** What a failed run records, and what its user reads: the reason and the remedy. */
public final class RunFailure {

  private static final Logger LOG = LoggerFactory.getLogger(RunFailure.class);

  /** Name of the artifact with the stack trace of a failure that nobody foresaw. */
  static final String FILE = "error.txt";

  /** Name of the tag with the reason of a failure; empty once the run has resumed. */
  public static final String TAG = "spot.failure";

  private static final int LONGEST = 300;

  private RunFailure() {}

  /**
   * Does the work of a run. If it fails, the reason is recorded as the tag {@link #TAG}, and the
   * stack trace as {@link #FILE} if nobody foresaw the failure.
   */
  static RunSummary recorded(TrackedRun run, Supplier<RunSummary> work) {
    try {
      return work.get();
    } catch (SpotStoppedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      try {
        boolean foreseen = e instanceof SpotException;
        run.tags(Map.of(TAG, foreseen ? cut(String.valueOf(e.getMessage())) : oneLine(e)));
        if (!foreseen) {
          run.text(FILE, stackTrace(e));
        }
      } catch (RuntimeException unwritten) {
        LOG.warn("the failure of run {} cannot be recorded", run.id(), unwritten);
        e.addSuppressed(unwritten);
      }
      throw e;
    }
  }

  /** Takes the reason of an earlier failure from a run that resumes. */
  static void forget(TrackedRun run, RunView recorded) {
    if (!recorded.tags().getOrDefault(TAG, "").isEmpty()) {
      run.tags(Map.of(TAG, ""));
    }
  }

  /** The failure with its remedy; no stack trace is needed to understand it. */
  static SpotException explained(Throwable failure, LocalRun run, LoadedExperiment experiment) {
    if (failure instanceof SpotInputException input) {
      return input;
    } else if (failure instanceof SpotDivergenceException) {
      return new SpotRunException(
          "%s\n%s\n%s"
              .formatted(
                  failure.getMessage(), ResumeAdvice.afterDivergence(run), remedies(experiment)),
          failure);
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
    return failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : ": " + cut(String.valueOf(failure.getMessage())))
        + (failure instanceof OutOfMemoryError
            ? " (SPOT_JAVA_OPTS=-Xmx16g gives Java 16 GB of memory)"
            : "");
  }

  private static String cut(String message) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  /** A failure's stack trace as text. */
  public static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** The settings that make training more stable, with their values in this run. */
  private static String remedies(LoadedExperiment experiment) {
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
