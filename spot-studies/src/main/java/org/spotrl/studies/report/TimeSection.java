package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Row;
import org.spotrl.studies.report.figure.Axis;
import org.spotrl.studies.report.figure.Figure;
import org.spotrl.studies.report.figure.IntervalChart;
import org.spotrl.studies.report.figure.Series;
import org.spotrl.studies.statistics.SeedStatistics;

/** Times of training and acting: the paper's table 9 and figure 3. */
final class TimeSection {

  private static final double MILLION = 1e6;

  private TimeSection() {}

  /** The section; empty if no run has recorded times. */
  static Optional<Section> of(StudyResults results) {
    List<Row> rows = new ArrayList<>();
    List<IntervalChart.Row> bars = new ArrayList<>();
    boolean inPaper = false;
    for (Series arm : results.arms()) {
      Optional<SeedStatistics> training = training(results, arm);
      Optional<SeedStatistics> acting =
          statistics(
              results.scored(arm.label()).stream()
                  .map(run -> run.value(RunResult.ACTION_MICROS))
                  .toList());
      if (training.isEmpty() && acting.isEmpty()) {
        continue;
      }
      Optional<Double> paper =
          results.algorithms(arm.label()).stream()
              .flatMap(algorithm -> PaperResults.method(algorithm).stream())
              .flatMap(method -> PaperResults.trainingSeconds(method).stream())
              .findFirst();
      inPaper |= paper.isPresent();
      rows.add(
          new Row(
              false,
              List.of(
                  Cell.of(arm.label()),
                  training
                      .map(
                          t ->
                              Cell.of(
                                  Numbers.duration(t.mean()), t.mean(), t.std(), 0.0 + t.count()))
                      .orElse(Cell.of(Numbers.NONE)),
                  paper.map(s -> Cell.of(Numbers.duration(s), s)).orElse(Cell.of(Numbers.NONE)),
                  acting
                      .map(
                          a ->
                              Cell.of(
                                  Numbers.plusMinus(a.mean(), a.std()),
                                  a.mean(),
                                  a.std(),
                                  0.0 + a.count()))
                      .orElse(Cell.of(Numbers.NONE)))));
      acting.ifPresent(times -> bars.add(bar(arm, times)));
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Section(
            "Run times",
            "Compare times only among runs on the same, otherwise idle machine; see Provenance.",
            List.of(table(rows, inPaper)),
            bars.isEmpty() ? List.of() : List.of(figure(bars))));
  }

  private static Optional<SeedStatistics> training(StudyResults results, Series arm) {
    List<Double> seconds = new ArrayList<>();
    for (String dataset : results.plan().datasets()) {
      double updates = results.updates(arm.label(), dataset);
      results
          .scored(arm.label(), dataset)
          .forEach(run -> seconds.add(run.value(RunResult.TRAINING_SECONDS) * MILLION / updates));
    }
    return statistics(seconds);
  }

  private static Optional<SeedStatistics> statistics(Collection<Double> values) {
    List<Double> finite = values.stream().filter(Double::isFinite).toList();
    return finite.isEmpty() ? Optional.empty() : Optional.of(SeedStatistics.of(finite));
  }

  private static ReportTable table(List<Row> rows, boolean inPaper) {
    return new ReportTable(
        "times",
        "Time to train and to act",
        "Training: seconds of all phases, scaled to a million updates of the policy; a density that was taken from the cache costs nothing. Acting: one action for one observation, median of a run, mean ± standard deviation over runs."
            + (inPaper
                ? " Paper: table 9 of Wu et al. (2022), on the authors' machine with a GPU."
                : ""),
        List.of(
            Column.text("arm"),
            Column.numbers("training, 1M updates", "mean s", "std s", "runs"),
            Column.numbers("paper, 1M updates", "s"),
            Column.numbers("acting (µs)", "mean", "std", "runs")),
        rows);
  }

  private static IntervalChart.Row bar(Series arm, SeedStatistics times) {
    return new IntervalChart.Row(
        arm.label(),
        Optional.of(arm),
        times.mean(),
        times.mean() - times.std(),
        times.mean() + times.std(),
        "%s: %s µs (%s)"
            .formatted(
                arm.label(),
                Numbers.plusMinus(times.mean(), times.std()),
                Numbers.count(times.count(), "run")));
  }

  private static Figure figure(List<IntervalChart.Row> bars) {
    double most =
        bars.stream()
            .flatMapToDouble(row -> DoubleStream.of(row.value(), row.high()))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    return new IntervalChart(
            Axis.linear("time of one action (µs)", 0, 1.05 * most), true, Double.NaN, bars)
        .figure(
            "acting-time",
            "Time to act",
            "Shorter is better. Lines: one standard deviation over runs. A policy that samples or decodes actions is slower than one that is a single network. An episode of 1,000 steps takes 1,000 times as long (the paper's figure 3).");
  }
}
