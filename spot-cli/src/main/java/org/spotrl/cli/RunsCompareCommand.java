package org.spotrl.cli;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.Runs;
import org.spotrl.studies.comparison.RunFinder;
import org.spotrl.studies.comparison.RunGroups;
import org.spotrl.studies.comparison.RunKeys;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.comparison.RunsJson;
import org.spotrl.studies.comparison.Sparkline;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares runs or groups of runs. */
@Command(
    name = "compare",
    description = {
      "Shows runs side by side: their differences and results.",
      "With --group-by: mean, sample standard deviation and 95 %% interval over the"
          + " seeds of finished runs, for each configuration separately."
    },
    footer = {
      "",
      "Examples:",
      "  spot runs compare spot-maze2d-umaze-s0 bc-maze2d-umaze-s0",
      "  spot runs compare --where seed=0 --metric train/q_mean",
      "  spot runs compare --group-by method",
      "  spot runs compare --group-by dataset,lambda --where method~spot --json"
    })
final class RunsCompareCommand extends BaseCommand {

  private static final int CURVE = 24;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "Ids, first characters of ids, names or folders (default: all that match).")
  private List<String> names = List.of();

  @Mixin private RunsLocation place = new RunsLocation();

  @Mixin private RunSelection selection = new RunSelection();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Compares this metric; may be repeated (default: final results).")
  private List<String> metrics = List.of();

  @Option(
      names = "--group-by",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      description = "Groups runs by settings or tags, for example method,dataset.")
  private List<String> groupBy = List.of();

  @Option(names = "--all", description = "Also shows settings that only some runs have.")
  private boolean allSettings;

  @ArgGroup private OutputFormat form = new OutputFormat();

  @Override
  public Integer call() {
    try (Runs runs = place.open(err()::println)) {
      List<RunRecord> found =
          names.isEmpty()
              ? selection.read(runs)
              : names.stream().map(name -> RunRecord.of(RunFinder.find(name, runs))).toList();
      if (found.isEmpty()) {
        throw new SpotInputException("no run in " + runs.location() + " meets all conditions");
      }
      (groupBy.isEmpty() ? sideBySide(found) : groups(found)).forEach(out()::println);
    }
    return 0;
  }

  private List<String> sideBySide(List<RunRecord> runs) {
    RunKeys keys = new RunKeys(runs);
    List<String> wanted = metrics.stream().map(keys::metric).toList();
    if (form.json()) {
      return List.of(RunsJson.runs(runs));
    }
    ComparisonTable table =
        new ComparisonTable(runs, wanted.isEmpty() ? ComparisonTable.usualMetrics(runs) : wanted);
    return form.table() == Table.CSV
        ? table.csv()
        : table.lines(allSettings, Sparkline.forCharset(outputCharset(), CURVE));
  }

  private List<String> groups(List<RunRecord> runs) {
    RunKeys keys = new RunKeys(runs);
    List<String> by = groupBy.stream().map(keys::find).toList();
    List<String> wanted = metrics.isEmpty() ? List.of(RunRecord.SCORES.get(0)) : metrics;
    Map<String, RunGroups> groups = new LinkedHashMap<>();
    for (String metric : wanted.stream().map(keys::metric).toList()) {
      groups.put(metric, RunGroups.of(runs, by, metric));
    }
    if (form.json()) {
      return List.of(RunsJson.groups(by, groups));
    }
    if (form.table() == Table.CSV) {
      groups.values().stream()
          .flatMap(of -> of.notes().stream())
          .distinct()
          .forEach(note -> err().println("note: " + note));
      return GroupTable.csv(by, groups);
    }
    return GroupTable.lines(by, groups);
  }

  /** The charset that picocli uses for output. */
  private static Charset outputCharset() {
    String name = System.getProperty("sun.stdout.encoding");
    return name == null ? Charset.defaultCharset() : Charset.forName(name);
  }
}
