package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.studies.comparison.ParameterDifferences;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.comparison.Sparkline;

/**
 * Runs in columns: what they differ in, then their metrics.
 *
 * @param runs the columns
 * @param metrics whole names
 */
record ComparisonTable(List<RunRecord> runs, List<String> metrics) {

  private static final List<String> USUAL =
      List.of("eval/normalized_score", "eval/return_mean", "eval/return_std", "time/total_seconds");
  private static final int LONGEST = 40;

  /** The metrics that are shown if none is asked for: final results, evaluations, the time. */
  static List<String> usualMetrics(List<RunRecord> runs) {
    Set<String> known = new TreeSet<>();
    runs.forEach(run -> known.addAll(run.metrics().keySet()));
    return Stream.concat(
            known.stream().filter(name -> name.startsWith("final/")),
            USUAL.stream().filter(known::contains))
        .toList();
  }

  /**
   * The lines for people: values with four digits, curves of metrics with more than one point.
   *
   * @param allSettings also those that only some of the runs have
   */
  List<String> lines(boolean allSettings, Sparkline curve) {
    List<List<String>> rows = new ArrayList<>();
    addHead(rows);
    rows.add(List.of(""));
    addSettings(rows, allSettings);
    rows.add(List.of(""));
    rows.add(List.of("metrics"));
    for (String metric : metrics) {
      rows.add(row(metric, runs.stream().map(run -> latest(run, metric)).toList()));
      List<String> curves = curves(metric, curve);
      if (curves.stream().anyMatch(text -> !text.isEmpty())) {
        rows.add(row("", curves));
      }
    }
    return TextTable.lines(rows, runs.size() + 1);
  }

  /** A line for each setting that differs and each metric, with full values. */
  List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(Csv.line(row("name", runs.stream().map(run -> run.run().id()).toList())));
    ParameterDifferences.of(runs).forEach((name, values) -> lines.add(Csv.line(row(name, values))));
    for (String metric : metrics) {
      lines.add(Csv.line(row(metric, runs.stream().map(r -> r.value(metric).orElse("")).toList())));
    }
    return lines;
  }

  private void addHead(List<List<String>> rows) {
    int idLength = Format.idLength(runs.stream().map(RunRecord::run).toList());
    rows.add(row("", runs.stream().map(run -> run.run().name()).toList()));
    rows.add(row("run", runs.stream().map(r -> Format.id(r.run().id(), idLength)).toList()));
    rows.add(row("state", runs.stream().map(RunRecord::state).toList()));
    rows.add(row("started", runs.stream().map(r -> Format.moment(r.run().startMillis())).toList()));
    rows.add(row("took", runs.stream().map(r -> Format.duration(r.seconds())).toList()));
  }

  private void addSettings(List<List<String>> rows, boolean all) {
    Map<String, List<String>> shared = new TreeMap<>();
    Map<String, List<String>> partial = new TreeMap<>();
    ParameterDifferences.of(runs)
        .forEach(
            (name, values) ->
                (values.contains(ParameterDifferences.ABSENT) ? partial : shared)
                    .put(name, values.stream().map(ComparisonTable::shortened).toList()));
    if (shared.isEmpty() && partial.isEmpty()) {
      rows.add(List.of("all settings are the same"));
      return;
    }
    rows.add(List.of("settings that differ"));
    shared.forEach((name, values) -> rows.add(row(name, values)));
    if (all) {
      partial.forEach((name, values) -> rows.add(row(name, values)));
    } else if (!partial.isEmpty()) {
      rows.add(
          List.of(
              "and %d that only some of them have (--all shows them)".formatted(partial.size())));
    }
  }

  private static List<String> row(String title, List<String> cells) {
    List<String> row = new ArrayList<>();
    row.add(title);
    row.addAll(cells);
    return row;
  }

  private static String shortened(String value) {
    String line = value.replace('\n', ' ');
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }

  private static String latest(RunRecord run, String metric) {
    OptionalDouble value = run.metric(metric);
    return value.isPresent() ? Format.number(value.getAsDouble()) : Format.NONE;
  }

  /** The runs' curves on one common scale, so that they can be compared. */
  private List<String> curves(String metric, Sparkline curve) {
    List<List<MetricPoint>> histories =
        runs.stream().<List<MetricPoint>>map(run -> run.run().history(metric)).toList();
    double[] finite =
        histories.stream()
            .flatMap(List::stream)
            .mapToDouble(MetricPoint::value)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (finite.length == 0) {
      return List.of();
    }
    return histories.stream()
        .map(
            history ->
                history.size() < 2 ? "" : curve.of(history, finite[0], finite[finite.length - 1]))
        .toList();
  }
}
