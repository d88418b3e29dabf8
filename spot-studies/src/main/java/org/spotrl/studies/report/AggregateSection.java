package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.ReportTable.Row;
import org.spotrl.studies.report.figure.Axis;
import org.spotrl.studies.report.figure.Figure;
import org.spotrl.studies.report.figure.IntervalChart;
import org.spotrl.studies.report.figure.LineChart;
import org.spotrl.studies.report.figure.LineChart.Curve;
import org.spotrl.studies.report.figure.LineChart.Sample;
import org.spotrl.studies.report.figure.Series;
import org.spotrl.studies.statistics.Aggregates;
import org.spotrl.studies.statistics.Aggregates.Summary;
import org.spotrl.studies.statistics.Bootstrap;
import org.spotrl.studies.statistics.Interval;
import org.spotrl.studies.statistics.PerformanceProfile;

/** One number for all data sets, and the distribution of the scores of all runs. */
final class AggregateSection {

  static final Bootstrap.Options OPTIONS = Bootstrap.Options.ofSeed(0);

  private static final int THRESHOLDS = 41;

  /** A number with its interval. */
  private record Estimate(double value, Interval interval) {}

  private final String reference;
  private final List<Series> arms;
  private final Map<Series, double[][]> scores = new LinkedHashMap<>();

  private AggregateSection(StudyResults results, List<String> datasets) {
    reference = results.plan().reference();
    arms = results.scoredArms();
    arms.forEach(arm -> scores.put(arm, results.scores(arm.label(), datasets)));
  }

  /** The section; empty if there is no data set on which all arms have scores. */
  static Optional<Section> of(StudyResults results) {
    List<Series> arms = results.scoredArms();
    List<String> datasets = results.commonDatasets(arms);
    if (arms.isEmpty() || datasets.isEmpty()) {
      return Optional.empty();
    }
    int all = results.plan().datasets().size();
    String which =
        datasets.size() == all
            ? "Over %s.".formatted(Numbers.count(all, "data set"))
            : "Over the %d of %d data sets on which every arm has a finished run: %s."
                .formatted(datasets.size(), all, String.join(", ", datasets));
    return Optional.of(new AggregateSection(results, datasets).section(which));
  }

  private Section section(String which) {
    Map<String, ToDoubleFunction<Summary>> statistics = new LinkedHashMap<>();
    statistics.put("IQM", Summary::iqm);
    statistics.put("median", Summary::median);
    statistics.put("mean", Summary::mean);
    statistics.put("optimality gap", Summary::optimalityGap);
    Map<String, Map<Series, Estimate>> estimates = estimates(statistics);
    Map<Series, Estimate> improvements = improvements();
    List<Figure> figures = new ArrayList<>();
    figures.add(
        intervals(
            "aggregate-iqm",
            "Interquartile mean",
            "The mean of the middle half of all runs, with its 95 % interval: more to the right is better.",
            "IQM of the normalised score",
            estimates.get("IQM")));
    figures.add(
        intervals(
            "aggregate-optimality-gap",
            "Optimality gap",
            "How far runs are below the expert's 100 on average, with its 95 % interval: more to the left is better.",
            "optimality gap (normalised score)",
            estimates.get("optimality gap")));
    if (!improvements.isEmpty()) {
      figures.add(improvementFigure(improvements));
    }
    figures.add(profile());
    return new Section(
        "All data sets together",
        which
            + " Intervals: 95 %, stratified bootstrap over seeds with 2,000 resamples (Agarwal et al., 2021)."
            + " They describe other seeds on these data sets, not other data sets.",
        List.of(table(estimates, improvements)),
        figures);
  }

  private static Map<Series, Estimate> each(
      List<Series> arms, Function<Series, Estimate> estimate) {
    List<Estimate> estimates = arms.parallelStream().map(estimate).toList();
    Map<Series, Estimate> all = new LinkedHashMap<>();
    for (int i = 0; i < estimates.size(); i++) {
      all.put(arms.get(i), estimates.get(i));
    }
    return all;
  }

  /** By statistic, the estimates of all arms. */
  private Map<String, Map<Series, Estimate>> estimates(
      Map<String, ToDoubleFunction<Summary>> statistics) {
    Function<double[][], double[]> all =
        of -> {
          Summary summary = Aggregates.summary(of);
          return statistics.values().stream()
              .mapToDouble(each -> each.applyAsDouble(summary))
              .toArray();
        };
    List<double[]> values = arms.stream().map(arm -> all.apply(scores(arm))).toList();
    List<List<Interval>> intervals =
        arms.parallelStream().map(arm -> Bootstrap.intervals(scores(arm), OPTIONS, all)).toList();
    Map<String, Map<Series, Estimate>> estimates = new LinkedHashMap<>();
    for (String name : statistics.keySet()) {
      int index = estimates.size();
      Map<Series, Estimate> byArm = new LinkedHashMap<>();
      for (int i = 0; i < arms.size(); i++) {
        byArm.put(arms.get(i), new Estimate(values.get(i)[index], intervals.get(i).get(index)));
      }
      estimates.put(name, byArm);
    }
    return estimates;
  }

  private double[][] scores(Series arm) {
    return scores.getOrDefault(arm, new double[0][]);
  }

  /** The probability of improvement over the reference, if it has scores. */
  private Map<Series, Estimate> improvements() {
    Optional<Series> base = arms.stream().filter(arm -> arm.label().equals(reference)).findFirst();
    if (base.isEmpty()) {
      return Map.of();
    }
    double[][] other = scores(base.get());
    return each(
        arms.stream().filter(arm -> !arm.equals(base.get())).toList(),
        arm ->
            new Estimate(
                Aggregates.probabilityOfImprovement(scores(arm), other),
                Bootstrap.interval(
                    scores(arm), other, OPTIONS, Aggregates::probabilityOfImprovement)));
  }

  private ReportTable table(
      Map<String, Map<Series, Estimate>> estimates, Map<Series, Estimate> improvements) {
    List<Column> columns = new ArrayList<>(List.of(Column.text("arm")));
    estimates.keySet().forEach(name -> columns.add(Column.numbers(name, "", "low", "high")));
    if (!improvements.isEmpty()) {
      columns.add(Column.numbers("P(better than " + reference + ")", "", "low", "high"));
    }
    List<Row> rows = new ArrayList<>();
    for (Series arm : arms) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.of(arm.label())));
      estimates.values().forEach(all -> cells.add(cell(all.get(arm), 1)));
      if (!improvements.isEmpty()) {
        cells.add(cell(improvements.get(arm), 2));
      }
      rows.add(new Row(false, cells));
    }
    return new ReportTable(
        "aggregates",
        "Aggregate scores",
        "IQM: mean of the middle half of all runs. Median and mean: of the data sets' means."
            + " Optimality gap: mean distance below 100, where higher scores count as 100."
            + (improvements.isEmpty()
                ? ""
                : " P: the probability that a run is better than one of the reference on the same data set, mean over data sets."),
        columns,
        rows);
  }

  private static Cell cell(@Nullable Estimate estimate, int decimals) {
    if (estimate == null) {
      return Cell.of(Numbers.NONE, Double.NaN, Double.NaN, Double.NaN);
    }
    Interval interval = estimate.interval();
    String value = Numbers.decimals(decimals, estimate.value());
    return Cell.of(
        interval.known()
            ? "%s [%s, %s]"
                .formatted(
                    value,
                    Numbers.decimals(decimals, interval.low()),
                    Numbers.decimals(decimals, interval.high()))
            : value,
        estimate.value(),
        interval.low(),
        interval.high());
  }

  private static List<IntervalChart.Row> rows(Map<Series, Estimate> estimates, int decimals) {
    List<IntervalChart.Row> rows = new ArrayList<>();
    estimates.forEach(
        (arm, estimate) ->
            rows.add(
                new IntervalChart.Row(
                    arm.label(),
                    Optional.of(arm),
                    estimate.value(),
                    estimate.interval().low(),
                    estimate.interval().high(),
                    arm.label() + ": " + cell(estimate, decimals).text())));
    return rows;
  }

  private static Figure intervals(
      String name,
      String title,
      String text,
      String axis,
      @Nullable Map<Series, Estimate> estimates) {
    List<IntervalChart.Row> rows = rows(estimates == null ? Map.of() : estimates, 1);
    DoubleStream values =
        rows.stream().flatMapToDouble(row -> DoubleStream.of(row.value(), row.low(), row.high()));
    return new IntervalChart(Axis.linear(axis, values), false, Double.NaN, rows)
        .figure(name, title, text);
  }

  private Figure improvementFigure(Map<Series, Estimate> improvements) {
    return new IntervalChart(
            Axis.linear("probability of improvement", 0, 1), false, 0.5, rows(improvements, 2))
        .figure(
            "probability-of-improvement",
            "Probability of improvement over " + reference,
            "How often a run of an arm is better than one of %s on the same data set: right of the dashed line, the arm is more often better."
                .formatted(reference));
  }

  private Figure profile() {
    double[] all =
        scores.values().stream().flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
    Axis range = Axis.linear("normalised score τ", Arrays.stream(all));
    double[] thresholds = new double[THRESHOLDS];
    Arrays.setAll(
        thresholds, i -> range.low() + (range.high() - range.low()) * i / (THRESHOLDS - 1));
    List<Curve> curves =
        arms.parallelStream()
            .map(
                arm ->
                    new Curve(
                        arm,
                        LineChart.Style.BAND,
                        PerformanceProfile.of(scores(arm), thresholds, OPTIONS).points().stream()
                            .map(point -> sample(arm, point))
                            .toList()))
            .toList();
    return new LineChart(range, Axis.linear("share of runs above τ", 0, 1), curves)
        .figure(
            "performance-profile",
            "Performance profile",
            "The share of an arm's runs, on all data sets, with a score above τ: a higher curve is better. Bands: 95 % intervals at each τ.");
  }

  private static Sample sample(Series arm, PerformanceProfile.Point point) {
    return new Sample(
        point.threshold(),
        point.fraction(),
        point.interval().low(),
        point.interval().high(),
        "",
        "%s: %s of the runs score above %s"
            .formatted(
                arm.label(),
                Numbers.decimals(2, point.fraction()),
                Numbers.one(point.threshold())));
  }
}
