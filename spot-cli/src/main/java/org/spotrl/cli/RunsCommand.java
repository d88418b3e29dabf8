package org.spotrl.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.spotrl.mlflow.Runs;
import org.spotrl.studies.comparison.RunKeys;
import org.spotrl.studies.comparison.RunOrder;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.comparison.RunsJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists recorded runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    subcommands = RunsCompareCommand.class,
    synopsisSubcommandLabel = "[compare RUN...]",
    description = {
      "Lists the runs of a folder or a server, the latest first.",
      "The score is the final normalised score, or the latest one of a run that is not finished."
    },
    footer = {
      "",
      "Examples:",
      "  spot runs",
      "  spot runs --where algorithm=spot --where 'seed<3' --sort -score",
      "  spot runs --show lambda --show eval/return_mean --csv > runs.csv",
      "  spot runs compare --group-by algorithm"
    })
final class RunsCommand implements Callable<Integer> {

  @Mixin private RunsLocation place = new RunsLocation();

  @Mixin private RunSelection selection = new RunSelection();

  @Option(
      names = {"--show", "--metric"},
      paramLabel = "NAME",
      description = "A metric, setting or label to show as well; may be repeated.")
  private List<String> shown = List.of();

  @Option(
      names = "--sort",
      paramLabel = "NAME",
      split = ",",
      description = "What to sort by, with a minus before it from high to low: --sort -score.")
  private List<String> order = List.of("-started");

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N runs.")
  private int limit = Integer.MAX_VALUE;

  @Mixin private OutputFormat form = new OutputFormat();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1, not " + limit);
    }
    try (Runs runs = place.open(spec.commandLine().getErr()::println)) {
      print(runs.place(), selection.read(runs));
    }
    return 0;
  }

  private void print(String where, List<RunRecord> found) {
    PrintWriter out = spec.commandLine().getOut();
    List<RunRecord> sorted = RunOrder.sorted(found, order);
    List<RunRecord> runs = sorted.subList(0, Math.min(limit, sorted.size()));
    RunKeys keys = new RunKeys(found);
    RunsTable table =
        RunsTable.of(found, found.isEmpty() ? shown : shown.stream().map(keys::find).toList());
    if (form.json()) {
      out.println(RunsJson.runs(runs));
    } else if (form.csv()) {
      table.csv(runs).forEach(out::println);
    } else if (runs.isEmpty()) {
      out.println("no run in " + where + " meets all of these conditions");
    } else {
      List<String> lines = new ArrayList<>(table.lines(runs));
      if (runs.size() < sorted.size()) {
        lines.add("(%d of %d runs)".formatted(runs.size(), sorted.size()));
      }
      lines.forEach(out::println);
    }
    out.flush();
  }
}
