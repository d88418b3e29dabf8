package org.spotrl.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.mlflow.mirror.MirrorReport;

/** What is printed when runs are over: the table and the next step. */
final class ClosingWords {

  /** How the user called the command; the script that starts Java tells. */
  private static final String SPOT = System.getProperty("spot.command", "spot");

  private ClosingWords() {}

  /** Prints and returns the exit code. */
  static int print(PrintWriter out, List<RunSummary> runs) {
    out.println();
    SummaryTable.lines(runs).forEach(out::println);
    out.println();
    boolean stopped = false;
    for (RunSummary run : runs) {
      if (run.status() == RunStatus.KILLED) {
        stopped = true;
        out.println(
            "stopped, checkpoint saved; go on with: " + SPOT + " resume " + local(run).handle());
      }
    }
    runs.stream()
        .filter(run -> run.copy().filter(copy -> !copy.isComplete()).isPresent())
        .map(run -> push(local(run).root(), run.copy().orElseThrow()))
        .distinct()
        .forEach(command -> out.println("send what is left: " + command));
    runs.stream()
        .flatMap(run -> run.copy().flatMap(MirrorReport::page).stream())
        .forEach(page -> out.println("look at it in MLflow: " + page));
    runs.stream()
        .filter(run -> run.copy().flatMap(MirrorReport::page).isEmpty())
        .map(run -> local(run).root())
        .distinct()
        .forEach(root -> out.println("look at it in MLflow: " + SPOT + " ui" + argument(root)));
    out.flush();
    return stopped ? 1 : 0;
  }

  /** The line that sends what a server lacks of a folder. */
  static String push(Path root, MirrorReport copy) {
    return SPOT + " push" + argument(root) + " --to " + copy.address();
  }

  private static LocalRun local(RunSummary run) {
    return new LocalRun(Path.of(run.location()).resolve("artifacts"));
  }

  private static String argument(Path root) {
    Path standard = Path.of(LocalRun.DEFAULT_ROOT).toAbsolutePath();
    return root.equals(standard) ? "" : " " + root;
  }
}
