package org.spotrl.cli;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.studies.comparison.ParameterDifferences;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.comparison.Sparkline;

/**
 * A table with a column for each run: settings that differ, then metrics.
 *
 * @param runs the columns
 * @param metrics names of the metrics
 */
record ComparisonTable(List<RunRecord> runs, List<String> metrics) {

  private static final List<String> USUAL =
      List.of("eval/normalized_score", "eval/return_mean", "eval/return_std", "time/total_seconds");
  private static final int LONGEST = 40;

  /**
   * The metrics that are shown by default: final results, fits of densities, evaluations, the time.
   */
  static List<String> usualMetrics(List<RunRecord> runs) {
    Set<String> known = new TreeSet<>();
    runs.forEach(run -> known.addAll(run.metrics().keySet()));
    return Stream.concat(
            known.stream().filter(name -> name.startsWith("final/") || name.startsWith("density/")),
            USUAL.stream().filter(known::contains))
        .toList();
  }

  /**
   * The lines of the text table: values with four digits, and curves of metrics with several
   * points.
   *
   * @param allSettings also settings that only some runs have
   */
  List<String> lines(boolean allSettings, Sparkline curve) {
    int idLength = Format.idLength(runs);
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("", run -> run.run().name()));
    rows.add(row("run", run -> Format.start(run.run().id(), idLength)));
    rows.add(row("state", RunRecord::state));
    rows.add(row("started", run -> Format.moment(run.run().startMillis())));
    rows.add(row("took", run -> Table.TEXT.number(run.seconds(), Format::duration)));
    rows.add(List.of(""));
    addSettings(rows, allSettings);
    rows.add(List.of(""));
    rows.add(List.of("metrics"));
    for (String metric : metrics) {
      rows.add(row(metric, run -> Table.TEXT.number(run.metric(metric), Format::number)));
      List<String> curves = curves(metric, curve);
      if (curves.stream().anyMatch(text -> !text.isEmpty())) {
        rows.add(row("", curves));
      }
    }
    return Table.TEXT.lines(rows, runs.size() + 1);
  }

  /** The lines of the CSV, with full values. */
  List<String> csv() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("name", run -> run.run().id()));
    ParameterDifferences.of(runs).forEach((name, values) -> rows.add(row(name, values)));
    metrics.forEach(metric -> rows.add(row(metric, run -> run.value(metric).orElse(""))));
    return Table.CSV.lines(rows, 0);
  }

  private void addSettings(List<List<String>> rows, boolean all) {
    List<List<String>> shared = new ArrayList<>();
    List<List<String>> partial = new ArrayList<>();
    new TreeMap<>(ParameterDifferences.of(runs))
        .forEach(
            (name, values) ->
                (values.contains(ParameterDifferences.ABSENT) ? partial : shared)
                    .add(row(name, values.stream().map(ComparisonTable::shortened).toList())));
    boolean same = shared.isEmpty() && partial.isEmpty();
    rows.add(List.of(same ? "all settings are the same" : "settings that differ"));
    rows.addAll(shared);
    if (all) {
      rows.addAll(partial);
    } else if (!partial.isEmpty()) {
      String hidden = "and %d that only some runs have (--all shows them)";
      rows.add(List.of(hidden.formatted(partial.size())));
    }
  }

  private List<String> row(String title, Function<RunRecord, String> cell) {
    return row(title, runs.stream().map(cell).toList());
  }

  private static List<String> row(String title, List<String> cells) {
    return Table.row(List.of(title), cells);
  }

  private static String shortened(String value) {
    String line = value.replace('\n', ' ');
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }

  /** The curves of the runs, with the same scale. */
  private List<String> curves(String metric, Sparkline curve) {
    List<List<MetricPoint>> histories =
        runs.stream().<List<MetricPoint>>map(run -> run.run().history(metric)).toList();
    DoubleSummaryStatistics finite =
        histories.stream()
            .flatMap(List::stream)
            .mapToDouble(MetricPoint::value)
            .filter(Double::isFinite)
            .summaryStatistics();
    return histories.stream()
        .filter(history -> finite.getCount() > 0)
        .map(
            history ->
                history.size() < 2 ? "" : curve.of(history, finite.getMin(), finite.getMax()))
        .toList();
  }
}
