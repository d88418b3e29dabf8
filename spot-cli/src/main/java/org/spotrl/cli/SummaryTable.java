package org.spotrl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.data.RunningStatistics;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.experiments.run.RunSummary;

/**
 * The closing table: one row per run, and one per group of seeds with mean and spread over seeds.
 */
final class SummaryTable {

  private static final List<String> HEADER =
      List.of("run", "updates", "return", "score", "behaviour", "updates/s", "time");

  /** Runs that differ by their seed alone. */
  private record Group(String experiment, String name) {
    static Group of(RunSummary run) {
      return new Group(run.experiment(), run.runName().replaceAll("-s-?\\d+$", ""));
    }
  }

  private SummaryTable() {}

  /** The table as lines of text. */
  static List<String> lines(List<RunSummary> runs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    Map<Group, RunningStatistics> groups = new LinkedHashMap<>();
    for (RunSummary run : runs) {
      rows.add(row(run));
      run.evaluation()
          .ifPresent(
              e ->
                  groups
                      .computeIfAbsent(Group.of(run), g -> new RunningStatistics())
                      .add(e.normalizedScore()));
    }
    groups.forEach(
        (group, scores) -> {
          if (scores.count() > 1) {
            rows.add(groupRow(group.name(), scores));
          }
        });
    return TextTable.lines(rows, 1);
  }

  private static List<String> row(RunSummary run) {
    return List.of(
        run.runName(),
        format("%,d", run.policyUpdates()),
        run.evaluation().map(SummaryTable::meanAndStd).orElse("-"),
        run.evaluation().map(e -> format("%.1f", e.normalizedScore())).orElse("-"),
        format("%.1f", run.behaviorScore()),
        format("%.0f", run.updatesPerSecond()),
        ConsoleReporter.duration(run.seconds()));
  }

  private static List<String> groupRow(String group, RunningStatistics scores) {
    return List.of(
        group + " over " + scores.count() + " seeds",
        "",
        "",
        format(
            "%.1f +- %.1f (%.1f to %.1f)",
            scores.mean(), scores.sampleStd(), scores.min(), scores.max()));
  }

  private static String meanAndStd(EvaluationResult e) {
    return format("%.2f +- %.2f", e.meanReturn(), e.stdReturn());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
