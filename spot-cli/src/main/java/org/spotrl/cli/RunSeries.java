package org.spotrl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunFailure;
import org.spotrl.experiments.run.RunIdentity;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.mlflow.sync.SyncReport;

/** The runs of one command and their final report. A failed run does not stop the others. */
final class RunSeries {

  private static final List<String> HEADER =
      List.of("run", "updates", "return", "score", "behaviour", "updates/s", "time");

  private final PrintWriter out;
  private final PrintWriter err;
  private final ConsoleReporter reporter;
  private final List<RunSummary> done = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private int attempts;
  private int exitCode;

  /**
   * A series of at most this many runs.
   *
   * @param quiet prints only notices and the final report
   */
  RunSeries(PrintWriter out, PrintWriter err, int runs, boolean quiet) {
    this.out = out;
    this.err = err;
    reporter = quiet ? ConsoleReporter.quiet(err) : ConsoleReporter.standard(out);
    reporter.runs(runs);
  }

  /** Shows the progress of the runs. */
  ConsoleReporter reporter() {
    return reporter;
  }

  /**
   * Runs one run. If it fails, the reason is printed and the next run can follow.
   *
   * @param name name in the summary of failures, for example {@code quickstart.yaml, seed 3}
   */
  void add(String name, Supplier<RunSummary> run) {
    attempts++;
    reporter.runBegins();
    try {
      done.add(run.get());
      reporter.runEnds();
    } catch (SpotStoppedException e) {
      exitCode = Math.max(exitCode, e.exitCode());
    } catch (SpotException e) {
      failed(name, String.valueOf(e.getMessage()), e.exitCode());
    } catch (RuntimeException | Error e) {
      failed(name, RunFailure.oneLine(e) + "; " + recorded(e), 1);
    }
  }

  private void failed(String name, String reason, int code) {
    reporter.endLine();
    err.println("error: " + reason);
    failures.add(name + ": " + reason.lines().findFirst().orElse(""));
    exitCode = Math.max(exitCode, code);
  }

  /** Writes the stack trace of an unexpected failure to a file. */
  private static String recorded(Throwable failure) {
    String trace = RunFailure.stackTrace(failure);
    try {
      Path file = Files.createTempFile("spot-error-", ".txt");
      return "the stack trace is in " + Files.writeString(file, trace);
    } catch (IOException e) {
      return "its stack trace cannot be written: " + e;
    }
  }

  /** Prints the final report and returns the exit code. */
  int close() {
    int code = print(out, done, reporter.unsent(), reporter.columns());
    if (attempts > 1 && !failures.isEmpty()) {
      err.println(Format.text("%d of %d runs failed:", failures.size(), attempts));
      failures.forEach(failure -> err.println("  " + failure));
    }
    return Math.max(exitCode, code);
  }

  /**
   * Prints the table of runs and the next commands, and returns the exit code.
   *
   * @param runs the runs that did not fail
   * @param unsent commands that send missing data to servers
   * @param columns maximum columns of the table
   */
  static int print(PrintWriter out, List<RunSummary> runs, List<String> unsent, int columns) {
    if (!runs.isEmpty()) {
      out.println();
      table(runs, columns).forEach(out::println);
      out.println();
    }
    List<RunSummary> stopped =
        runs.stream().filter(run -> run.status() == RunStatus.KILLED).toList();
    for (RunSummary run : stopped) {
      out.println(
          "stopped, checkpoint saved; resume with:\n  "
              + SpotCommand.line("resume", LocalRun.at(run.location()).handle()));
    }
    unsent.forEach(command -> out.println("send the rest with: " + command));
    runs.stream()
        .flatMap(run -> run.copy().flatMap(SyncReport::page).stream())
        .distinct()
        .forEach(page -> out.println("show it in MLflow: " + page));
    runs.stream()
        .filter(run -> run.copy().flatMap(SyncReport::page).isEmpty())
        .map(run -> line("ui", LocalRun.at(run.location()).root()))
        .distinct()
        .forEach(command -> out.println("show it in MLflow: " + command));
    return stopped.isEmpty() ? 0 : 1;
  }

  /**
   * A row for each run, then a line with mean and standard deviation for each configuration with
   * several seeds. Only finished runs count.
   */
  static List<String> table(List<RunSummary> runs, int columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    Map<List<String>, Map<Long, RunSummary>> groups = new LinkedHashMap<>();
    for (RunSummary run : runs) {
      rows.add(row(run));
      RunIdentity identity = run.identity();
      if (run.status() == RunStatus.FINISHED) {
        // The same configuration and seed give the same results, so only the last such run counts.
        groups
            .computeIfAbsent(
                List.of(run.experiment(), identity.configuration()), g -> new LinkedHashMap<>())
            .put(identity.seed(), run);
      }
    }
    List<String> lines = new ArrayList<>(Table.TEXT.lines(rows, 1, columns));
    List<String> means =
        groups.values().stream()
            .filter(bySeed -> bySeed.size() > 1)
            .map(bySeed -> overSeeds(bySeed.values()))
            .toList();
    if (!means.isEmpty()) {
      lines.add("");
      means.forEach(mean -> lines.addAll(Table.TEXT.lines(List.of(List.of(mean)), 1, columns)));
      long unfinished = runs.stream().filter(run -> run.status() != RunStatus.FINISHED).count();
      if (unfinished > 0) {
        lines.add(
            unfinished == 1
                ? "1 run is unfinished and left out"
                : unfinished + " runs are unfinished and left out");
      }
    }
    return lines;
  }

  private static String overSeeds(Collection<RunSummary> runs) {
    RunningStatistics scores = new RunningStatistics();
    runs.forEach(run -> run.evaluation().ifPresent(e -> scores.add(e.normalizedScore())));
    return Format.text(
        "%s over %d seeds: score %.1f, std over seeds %.1f (%.1f to %.1f)",
        runs.iterator().next().identity().group(),
        scores.count(),
        scores.mean(),
        scores.sampleStd(),
        scores.min(),
        scores.max());
  }

  private static List<String> row(RunSummary run) {
    Optional<EvaluationResult> e = run.evaluation();
    return List.of(
        run.runName(),
        Format.text("%,d", run.policyUpdates()),
        e.map(r -> Format.text("%.2f +- %.2f", r.meanReturn(), r.stdReturn())).orElse(Table.NONE),
        e.map(r -> Format.text("%.1f", r.normalizedScore())).orElse(Table.NONE),
        Double.isNaN(run.behaviorScore()) ? Table.NONE : Format.text("%.1f", run.behaviorScore()),
        Format.text("%.0f", run.updatesPerSecond()),
        Format.duration(run.seconds()));
  }

  /** The command that sends missing data of a run's folder to its server. */
  static String push(LocalRun run, SyncReport copy) {
    return line("push", run.root(), "--to", copy.address());
  }

  /** A command for a folder of runs, without {@code --in} for the default folder. */
  private static String line(String command, Path root, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command));
    if (!root.equals(Path.of(LocalRun.DEFAULT_ROOT).toAbsolutePath())) {
      arguments.addAll(List.of("--in", root.toString()));
    }
    arguments.addAll(List.of(options));
    return SpotCommand.line(arguments.toArray(String[]::new));
  }
}
