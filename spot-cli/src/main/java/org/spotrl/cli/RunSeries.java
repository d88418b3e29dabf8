package org.spotrl.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotException;
import org.spotrl.experiments.run.RunSummary;

/** Runs of one command, one after the other, of which a failed one keeps no other from running. */
final class RunSeries {

  private final PrintWriter out;
  private final PrintWriter err;
  private final ConsoleReporter reporter;
  private final List<RunSummary> done = new ArrayList<>();
  private int exitCode;

  /** A series that prints to these. */
  RunSeries(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    reporter = ConsoleReporter.standard(out);
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
    return Math.max(exitCode, FinalReport.print(out, done, reporter.unsent()));
  }
}
