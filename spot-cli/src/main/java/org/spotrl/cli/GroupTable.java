package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.studies.comparison.RunGroups;
import org.spotrl.studies.statistics.SeedStatistics;

/** Statistics of metrics over groups of runs, as a text table and as CSV. */
final class GroupTable {

  private GroupTable() {}

  /**
   * The lines of the text table, with notes.
   *
   * @param by settings or tags that the runs are grouped by
   * @param byMetric the groups by metric
   */
  static List<String> lines(List<String> by, Map<String, RunGroups> byMetric) {
    List<String> lines = new ArrayList<>();
    byMetric.forEach(
        (metric, groups) -> {
          lines.addAll(lines.isEmpty() ? List.of(metric) : List.of("", metric));
          boolean split = groups.groups().stream().anyMatch(group -> !group.settings().isEmpty());
          List<String> left = split ? joined(by, "with") : by;
          List<List<String>> rows = new ArrayList<>();
          rows.add(joined(left, "seeds", "mean +- std over seeds", "95 % CI", "min", "max"));
          groups.groups().forEach(group -> rows.add(row(group, split)));
          lines.addAll(Table.TEXT.lines(rows, left.size()));
          groups.notes().forEach(note -> lines.add("note: " + note));
        });
    return lines;
  }

  /** The lines of the CSV, with full numbers; empty if there are too few runs for a statistic. */
  static List<String> csv(List<String> by, Map<String, RunGroups> byMetric) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        joined(
            by,
            "settings",
            "metric",
            "seeds",
            "mean",
            "std",
            "ci95_low",
            "ci95_high",
            "min",
            "max"));
    for (Map.Entry<String, RunGroups> of : byMetric.entrySet()) {
      for (RunGroups.Group group : of.getValue().groups()) {
        SeedStatistics s = group.statistics();
        List<String> values =
            Stream.of(s.mean(), s.std(), s.low(), s.high(), s.min(), s.max())
                .map(value -> value.isNaN() ? "" : value.toString())
                .toList();
        rows.add(
            Table.row(
                joined(group.values(), settings(group), of.getKey(), "" + s.count()), values));
      }
    }
    return Table.CSV.lines(rows, 0);
  }

  /** The settings that distinguish a group from others with the same values. */
  private static String settings(RunGroups.Group group) {
    return group.settings().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  private static List<String> row(RunGroups.Group group, boolean split) {
    SeedStatistics s = group.statistics();
    boolean spread = s.count() > 1;
    return joined(
        split ? joined(group.values(), settings(group)) : group.values(),
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
