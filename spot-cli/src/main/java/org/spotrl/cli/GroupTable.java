package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spotrl.studies.comparison.RunGroups;
import org.spotrl.studies.comparison.SeedStatistics;

/** Statistics of metrics over groups of runs, for people and as CSV. */
final class GroupTable {

  private GroupTable() {}

  /**
   * The lines for people, with what they must know of the numbers.
   *
   * @param by what the runs are grouped by
   * @param byMetric the groups by metric
   */
  static List<String> lines(List<String> by, Map<String, RunGroups> byMetric) {
    List<String> lines = new ArrayList<>();
    byMetric.forEach(
        (metric, groups) -> {
          if (!lines.isEmpty()) {
            lines.add("");
          }
          lines.add(metric);
          List<List<String>> rows = new ArrayList<>();
          rows.add(joined(by, "seeds", "mean +- std", "95 % interval", "min", "max"));
          groups.groups().forEach(group -> rows.add(row(group)));
          lines.addAll(TextTable.lines(rows, by.size()));
          groups.notes().forEach(note -> lines.add("note: " + note));
        });
    return lines;
  }

  /** The lines as CSV, with full numbers, empty where a single run gives none. */
  static List<String> csv(List<String> by, Map<String, RunGroups> byMetric) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Csv.line(
            joined(by, "metric", "seeds", "mean", "std", "ci95_low", "ci95_high", "min", "max")));
    byMetric.forEach(
        (metric, groups) -> {
          for (RunGroups.Group group : groups.groups()) {
            SeedStatistics s = group.statistics();
            lines.add(
                Csv.line(
                    joined(
                        group.values(),
                        metric,
                        Integer.toString(s.count()),
                        raw(s.mean()),
                        raw(s.std()),
                        raw(s.low()),
                        raw(s.high()),
                        raw(s.min()),
                        raw(s.max()))));
          }
        });
    return lines;
  }

  private static List<String> row(RunGroups.Group group) {
    SeedStatistics s = group.statistics();
    boolean spread = s.count() > 1;
    return joined(
        group.values(),
        Integer.toString(s.count()),
        Format.number(s.mean()) + (spread ? " +- " + Format.number(s.std()) : ""),
        spread ? Format.number(s.low()) + " to " + Format.number(s.high()) : Format.NONE,
        Format.number(s.min()),
        Format.number(s.max()));
  }

  private static List<String> joined(List<String> first, String... others) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(others));
    return all;
  }

  private static String raw(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
