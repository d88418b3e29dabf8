package org.spotrl.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.data.RunningStatistics;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.mlflow.sync.SyncReport;

/**
 * Runs of one command, one after the other, and their final report; a failed run stops no other.
 */
final class RunSeries {

  private static final List<String> HEADER =
      List.of("run", "updates", "return", "score", "behaviour", "updates/s", "time");

  private final PrintWriter out;
  private final PrintWriter err;
  private final ConsoleReporter reporter;
  private final List<RunSummary> done = new ArrayList<>();
  private int exitCode;

  /** A series that prints to these. */
  RunSeries(PrintWriter out, PrintWriter err) {
    this(out, err, false);
  }

  /**
   * A series that prints to these.
   *
   * @param quiet true if only notices and the final report are printed
   */
  RunSeries(PrintWriter out, PrintWriter err, boolean quiet) {
    this.out = out;
    this.err = err;
    reporter = quiet ? ConsoleReporter.quiet(err) : ConsoleReporter.standard(out);
  }

  /** Shows the series' runs. */
  ConsoleReporter reporter() {
    return reporter;
  }

  /** Does one run, and prints the reason if it fails. */
  void add(Supplier<RunSummary> run) {
    try {
      done.add(run.get());
    } catch (SpotException e) {
      err.println("error: " + e.getMessage());
      exitCode = Math.max(exitCode, e.exitCode());
    }
  }

  /** Prints the final report of all runs, and returns the exit code. */
  int close() {
    return Math.max(exitCode, print(out, done, reporter.unsent()));
  }

  /**
   * Prints the table of runs and the next commands, and returns the exit code.
   *
   * @param runs those that did not fail
   * @param unsent lines that send what servers lack
   */
  static int print(PrintWriter out, List<RunSummary> runs, List<String> unsent) {
    if (!runs.isEmpty()) {
      out.println();
      table(runs).forEach(out::println);
      out.println();
    }
    List<RunSummary> stopped =
        runs.stream().filter(run -> run.status() == RunStatus.KILLED).toList();
    for (RunSummary run : stopped) {
      out.println(
          "stopped, checkpoint saved; resume with: "
              + SpotCommand.line("resume", LocalRun.at(run.location()).handle()));
    }
    unsent.forEach(command -> out.println("send the rest with: " + command));
    runs.stream()
        .flatMap(run -> run.copy().flatMap(SyncReport::page).stream())
        .forEach(page -> out.println("show it in MLflow: " + page));
    runs.stream()
        .filter(run -> run.copy().flatMap(SyncReport::page).isEmpty())
        .map(run -> line("ui", LocalRun.at(run.location()).root()))
        .distinct()
        .forEach(command -> out.println("show it in MLflow: " + command));
    return stopped.isEmpty() ? 0 : 1;
  }

  /** A row for each run, and one for each group of seeds with mean and spread over seeds. */
  static List<String> table(List<RunSummary> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    Map<List<String>, RunningStatistics> groups = new LinkedHashMap<>();
    for (RunSummary run : runs) {
      rows.add(row(run));
      // Runs of a group differ by their seed alone.
      List<String> group = List.of(run.experiment(), run.runName().replaceAll("-s-?\\d+$", ""));
      RunningStatistics scores = groups.computeIfAbsent(group, g -> new RunningStatistics());
      run.evaluation().ifPresent(e -> scores.add(e.normalizedScore()));
    }
    groups.forEach(
        (group, scores) -> {
          if (scores.count() > 1) {
            String spread =
                Format.text(
                    "%.1f +- %.1f (%.1f to %.1f)",
                    scores.mean(), scores.sampleStd(), scores.min(), scores.max());
            String title = "%s over %d seeds".formatted(group.get(1), scores.count());
            rows.add(List.of(title, "", "", spread));
          }
        });
    return Table.TEXT.lines(rows, 1);
  }

  private static List<String> row(RunSummary run) {
    Optional<EvaluationResult> e = run.evaluation();
    return List.of(
        run.runName(),
        Format.text("%,d", run.policyUpdates()),
        e.map(r -> Format.text("%.2f +- %.2f", r.meanReturn(), r.stdReturn())).orElse(Table.NONE),
        e.map(r -> Format.text("%.1f", r.normalizedScore())).orElse(Table.NONE),
        Format.text("%.1f", run.behaviorScore()),
        Format.text("%.0f", run.updatesPerSecond()),
        Format.duration(run.seconds()));
  }

  /** The line that sends what a server lacks of the folder that a run is in. */
  static String push(LocalRun run, SyncReport copy) {
    return line("push", run.root(), "--to", copy.address());
  }

  /** A command on a folder of runs, which is left out where the command looks by itself. */
  private static String line(String command, Path root, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command));
    if (!root.equals(Path.of(LocalRun.DEFAULT_ROOT).toAbsolutePath())) {
      arguments.addAll(List.of("--in", root.toString()));
    }
    arguments.addAll(List.of(options));
    return SpotCommand.line(arguments.toArray(String[]::new));
  }
}
