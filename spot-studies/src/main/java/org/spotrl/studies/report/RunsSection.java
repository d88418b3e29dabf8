package org.spotrl.studies.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Row;
import org.spotrl.studies.study.RunProgress;

/**
 * The runs that do not count in tables: failed, stopped, running, not started, or without score.
 */
final class RunsSection {

  private static final List<RunProgress> ORDER =
      List.of(
          RunProgress.FINISHED,
          RunProgress.RUNNING,
          RunProgress.STOPPED,
          RunProgress.FAILED,
          RunProgress.PENDING);

  private RunsSection() {}

  /** How many runs are finished, running and so on, for example {@code 45 runs: 43 finished}. */
  static String summary(StudyResults results) {
    Map<RunProgress, Long> counts = results.count(RunResult::progress);
    return Numbers.count(results.runs().size(), "run")
        + ": "
        + ORDER.stream()
            .filter(counts::containsKey)
            .map(progress -> counts.get(progress) + " " + name(progress))
            .collect(Collectors.joining(", "));
  }

  /** The section; empty if all runs count. */
  static Optional<Section> of(StudyResults results) {
    List<Row> rows =
        results.runs().stream()
            .filter(run -> !run.isScored())
            .map(
                run ->
                    Row.of(
                        run.run().name(),
                        name(run.progress()),
                        run.reason(),
                        run.run().arm(),
                        run.run().dataset(),
                        String.valueOf(run.run().seed())))
            .toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    String text =
        "%d of %s do not count in the other tables."
            .formatted(rows.size(), Numbers.count(results.runs().size(), "planned run"));
    ReportTable table =
        new ReportTable(
            "missing-runs",
            "Runs without a result",
            text,
            List.of(
                Column.text("run"),
                Column.text("state"),
                Column.text("reason"),
                Column.text("arm"),
                Column.text("data set"),
                Column.text("seed")),
            rows);
    return Optional.of(new Section("Missing and failed runs", "", List.of(table), List.of()));
  }

  static String name(RunProgress progress) {
    return progress == RunProgress.PENDING
        ? "not started"
        : progress.name().toLowerCase(Locale.ROOT);
  }
}
