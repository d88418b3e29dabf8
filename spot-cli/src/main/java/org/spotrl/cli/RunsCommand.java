package org.spotrl.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.studies.comparison.RunKeys;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.comparison.RunsJson;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists recorded runs. */
@Command(
    name = "runs",
    subcommands = {RunsCompareCommand.class, RunsDeleteCommand.class, RunsGcCommand.class},
    synopsisSubcommandLabel = "[COMMAND]",
    description = {
      "Lists the runs of a folder or a server, the latest first.",
      "The score is the final normalised score or, before the end, the latest one."
    },
    footer = {
      "",
      "Examples:",
      "  spot runs --where method=spot --where 'seed<3' --sort -score",
      "  spot runs --show lambda --csv > runs.csv",
      "  spot runs compare --group-by method"
    })
final class RunsCommand extends BaseCommand {

  /** Id, name, experiment and state. */
  private static final int TEXT_COLUMNS = 4;

  @Mixin private RunsLocation place = new RunsLocation();

  @Mixin private RunSelection selection = new RunSelection();

  @Option(
      names = {"--show", "--metric"},
      paramLabel = "NAME",
      description = "Also shows this metric, setting or tag; may be repeated.")
  private List<String> shown = List.of();

  @Option(
      names = "--sort",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      description = "Sorts by this; '-score' sorts from high to low.")
  private List<String> order = List.of("-started");

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N runs.")
  private int limit = Integer.MAX_VALUE;

  @ArgGroup private OutputFormat form = new OutputFormat();

  @Override
  public Integer call() {
    requirePositive("--limit", limit);
    try (Runs runs = place.open(err()::println)) {
      print(runs.location(), selection.read(runs));
    }
    return 0;
  }

  private void print(String where, List<RunRecord> found) {
    List<RunRecord> sorted = RunKeys.sorted(found, order);
    List<RunRecord> runs = sorted.subList(0, Math.min(limit, sorted.size()));
    List<String> more = found.isEmpty() || shown.isEmpty() ? shown : keys(found);
    if (form.json()) {
      out().println(RunsJson.runs(runs));
    } else if (runs.isEmpty() && form.table() == Table.TEXT) {
      out().println("no run in " + where + " meets all conditions");
    } else {
      int idLength = Format.idLength(found);
      List<List<String>> rows = new ArrayList<>();
      rows.add(Table.row(head(form.table()), more));
      runs.forEach(run -> rows.add(row(form.table(), run, idLength, more)));
      form.table().lines(rows, TEXT_COLUMNS).forEach(out()::println);
      if (runs.size() < sorted.size() && form.table() == Table.TEXT) {
        out().printf("(%d of %d runs)%n", runs.size(), sorted.size());
      }
    }
  }

  /** The full names of the columns that the user asks for. */
  private List<String> keys(List<RunRecord> found) {
    RunKeys keys = new RunKeys(found);
    return shown.stream().map(keys::find).toList();
  }

  private static List<String> head(Table table) {
    return List.of(
        table.cell("run", "id"),
        "name",
        "experiment",
        "state",
        "started",
        table.cell("took", "seconds"),
        "score",
        table.cell("updates/s", "updates_per_second"));
  }

  private static List<String> row(Table table, RunRecord run, int idLength, List<String> more) {
    RunView view = run.run();
    List<String> usual =
        List.of(
            table.cell(Format.start(view.id(), idLength), view.id()),
            view.name(),
            view.experimentName(),
            run.state(),
            table.cell(
                Format.moment(view.startMillis()),
                Instant.ofEpochMilli(view.startMillis()).toString()),
            table.number(run.seconds(), Format::duration),
            table.number(run.score(), score -> Format.text("%.1f", score)),
            table.number(run.updatesPerSecond(), rate -> Format.text("%.0f", rate)));
    return Table.row(usual, more.stream().map(key -> cell(table, run, key)).toList());
  }

  private static String cell(Table table, RunRecord run, String key) {
    return table.cell(
        run.metric(key).map(Format::number).or(() -> run.value(key)).orElse(Table.NONE),
        run.value(key).orElse(""));
  }
}
