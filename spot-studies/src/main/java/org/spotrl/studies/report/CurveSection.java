package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.studies.report.figure.Axis;
import org.spotrl.studies.report.figure.Figure;
import org.spotrl.studies.report.figure.LineChart;
import org.spotrl.studies.report.figure.LineChart.Curve;
import org.spotrl.studies.report.figure.LineChart.Sample;
import org.spotrl.studies.report.figure.Series;

/** Learning curves of all arms, one figure for each data set. */
final class CurveSection {

  private CurveSection() {}

  /** The section; empty if no run has evaluations. */
  static Optional<Section> of(StudyResults results) {
    List<Figure> figures = new ArrayList<>();
    for (String dataset : results.plan().datasets()) {
      List<Curve> curves =
          results.arms().stream()
              .map(arm -> curve(arm, runs(results, arm.label(), dataset)))
              .filter(curve -> !curve.samples().isEmpty())
              .toList();
      if (!curves.isEmpty()) {
        figures.add(figure(dataset, curves));
      }
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section(
                "Learning curves",
                "Score of each evaluation: the mean over seeds, with a band of one standard deviation to either side. Of an arm with finished runs only these are shown, else its running ones.",
                List.of(),
                figures));
  }

  private static List<RunResult> runs(StudyResults results, String arm, String dataset) {
    List<RunResult> finished = results.scored(arm, dataset);
    return finished.isEmpty() ? results.runs(arm, dataset) : finished;
  }

  private static Curve curve(Series arm, List<RunResult> runs) {
    TreeMap<Long, RunningStatistics> byUpdates = new TreeMap<>();
    for (RunResult run : runs) {
      for (MetricPoint point : run.curve()) {
        if (Double.isFinite(point.value())) {
          byUpdates
              .computeIfAbsent(point.step(), step -> new RunningStatistics())
              .add(point.value());
        }
      }
    }
    List<Sample> samples = new ArrayList<>();
    byUpdates.forEach(
        (updates, over) -> {
          samples.add(
              new Sample(
                  updates,
                  over.mean(),
                  over.mean() - over.sampleStd(),
                  over.mean() + over.sampleStd(),
                  "",
                  "%s after %,d updates: %s (%s)"
                      .formatted(
                          arm.label(),
                          updates,
                          Numbers.plusMinus(over.mean(), over.sampleStd()),
                          Numbers.count(over.count(), "seed"))));
        });
    return new Curve(arm, LineChart.Style.BAND, samples);
  }

  private static Figure figure(String dataset, List<Curve> curves) {
    double last =
        curves.stream().flatMap(c -> c.samples().stream()).mapToDouble(Sample::x).max().orElse(1);
    return new LineChart(
            Axis.linear("updates of the policy", 0, Math.max(1, last)), scoreAxis(curves), curves)
        .figure("curve-" + dataset, dataset, "Higher is better; earlier is faster.");
  }

  /** The axis of the scores of these curves. */
  static Axis scoreAxis(List<Curve> curves) {
    return Axis.linear(
        "normalised score",
        curves.stream()
            .flatMap(curve -> curve.samples().stream())
            .flatMapToDouble(s -> DoubleStream.of(s.y(), s.low(), s.high())));
  }
}
