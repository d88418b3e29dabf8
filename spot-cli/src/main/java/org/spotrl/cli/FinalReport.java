package org.spotrl.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.mlflow.sync.SyncReport;

/** What is printed at the end of runs: the table and the next commands. */
final class FinalReport {

  private FinalReport() {}

  /**
   * Prints and returns the exit code.
   *
   * @param runs those that did not fail
   * @param unsent lines that send what servers lack
   */
  static int print(PrintWriter out, List<RunSummary> runs, List<String> unsent) {
    if (!runs.isEmpty()) {
      out.println();
      SummaryTable.lines(runs).forEach(out::println);
      out.println();
    }
    boolean stopped = false;
    for (RunSummary run : runs) {
      if (run.status() == RunStatus.KILLED) {
        stopped = true;
        out.println(
            "stopped, checkpoint saved; resume with: "
                + SpotCommand.line("resume", LocalRun.at(run.location()).handle()));
      }
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
    out.flush();
    return stopped ? 1 : 0;
  }

  /** The line that sends what a server lacks of the folder that a run is in. */
  static String push(LocalRun run, SyncReport copy) {
    return line("push", run.root(), "--to", copy.address());
  }

  /** A command on a folder of runs, which is left out where the command looks by itself. */
  private static String line(String command, Path root, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command));
    if (!root.equals(Path.of(LocalRun.DEFAULT_ROOT).toAbsolutePath())) {
      arguments.add(root.toString());
    }
    arguments.addAll(List.of(options));
    return SpotCommand.line(arguments.toArray(String[]::new));
  }
}
