package org.spotrl.experiments.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.data.Spread;
import org.spotrl.experiments.run.EvaluationResult;
import org.spotrl.experiments.run.RunSummary;

/**
 * The closing table: one row per run, and one per group of seeds with mean and spread over seeds.
 */
final class SummaryTable {

  private static final String[] HEADER = {
    "run", "updates", "return", "score", "behaviour", "updates/s", "time"
  };

  /** Runs that differ by their seed alone. */
  private record Group(String experiment, String name) {
    static Group of(RunSummary run) {
      return new Group(run.experiment(), run.runName().replaceAll("-s-?\\d+$", ""));
    }
  }

  private SummaryTable() {}

  /** The table as lines of text. */
  static List<String> lines(List<RunSummary> runs) {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    Map<Group, Spread> groups = new LinkedHashMap<>();
    for (RunSummary run : runs) {
      rows.add(row(run));
      run.evaluation()
          .ifPresent(
              e ->
                  groups
                      .computeIfAbsent(Group.of(run), g -> new Spread())
                      .add(e.normalizedScore()));
    }
    groups.forEach(
        (group, scores) -> {
          if (scores.count() > 1) {
            rows.add(groupRow(group.name(), scores));
          }
        });
    return aligned(rows);
  }

  private static String[] row(RunSummary run) {
    return new String[] {
      run.runName(),
      format("%,d", run.policyUpdates()),
      run.evaluation().map(SummaryTable::meanAndStd).orElse("-"),
      run.evaluation().map(e -> format("%.1f", e.normalizedScore())).orElse("-"),
      format("%.1f", run.behaviorScore()),
      format("%.0f", run.updatesPerSecond()),
      ConsoleReporter.duration(run.seconds())
    };
  }

  private static String[] groupRow(String group, Spread scores) {
    return new String[] {
      group + " over " + scores.count() + " seeds",
      "",
      "",
      format(
          "%.1f +- %.1f (%.1f to %.1f)",
          scores.mean(), scores.sampleStd(), scores.min(), scores.max()),
      "",
      "",
      ""
    };
  }

  private static String meanAndStd(EvaluationResult e) {
    return format("%.2f +- %.2f", e.meanReturn(), e.stdReturn());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static List<String> aligned(List<String[]> rows) {
    int[] widths = new int[HEADER.length];
    for (String[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.length; c++) {
        String pad = " ".repeat(widths[c] - row[c].length());
        line.append(c == 0 ? row[c] + pad : "  " + pad + row[c]);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
