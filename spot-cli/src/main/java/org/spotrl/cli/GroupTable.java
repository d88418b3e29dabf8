package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
          lines.addAll(lines.isEmpty() ? List.of(metric) : List.of("", metric));
          List<List<String>> rows = new ArrayList<>();
          rows.add(joined(by, "seeds", "mean +- std", "95 % interval", "min", "max"));
          groups.groups().forEach(group -> rows.add(row(group)));
          lines.addAll(Table.TEXT.lines(rows, by.size()));
          groups.notes().forEach(note -> lines.add("note: " + note));
        });
    return lines;
  }

  /** The lines as CSV, with full numbers, empty where a single run gives none. */
  static List<String> csv(List<String> by, Map<String, RunGroups> byMetric) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(joined(by, "metric", "seeds", "mean", "std", "ci95_low", "ci95_high", "min", "max"));
    for (Map.Entry<String, RunGroups> of : byMetric.entrySet()) {
      for (RunGroups.Group group : of.getValue().groups()) {
        SeedStatistics s = group.statistics();
        List<String> values =
            Stream.of(s.mean(), s.std(), s.low(), s.high(), s.min(), s.max())
                .map(value -> value.isNaN() ? "" : value.toString())
                .toList();
        rows.add(Table.row(joined(group.values(), of.getKey(), "" + s.count()), values));
      }
    }
    return Table.CSV.lines(rows, 0);
  }

  private static List<String> row(RunGroups.Group group) {
    SeedStatistics s = group.statistics();
    boolean spread = s.count() > 1;
    return joined(
        group.values(),
        "" + s.count(),
        Format.number(s.mean()) + (spread ? " +- " + Format.number(s.std()) : ""),
        spread ? Format.number(s.low()) + " to " + Format.number(s.high()) : Table.NONE,
        Format.number(s.min()),
        Format.number(s.max()));
  }

  private static List<String> joined(List<String> first, String... others) {
    return Table.row(first, List.of(others));
  }
}
