package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.spotrl.studies.report.ReportTable.Cell;
import org.spotrl.studies.report.ReportTable.Column;
import org.spotrl.studies.report.figure.Axis;
import org.spotrl.studies.report.figure.IntervalChart;
import org.spotrl.studies.report.figure.Series;
import org.spotrl.studies.statistics.Holm;
import org.spotrl.studies.statistics.PairedComparison;
import org.spotrl.studies.statistics.PairedComparison.Pairs;
import org.spotrl.studies.statistics.SeedStatistics;

/** Each arm against the reference, by pairs of runs with the same data set and seed. */
final class AblationSection {

  private static final String ALL = "all data sets";

  /** An arm against the reference on a data set, or on all. */
  private record Comparison(String dataset, Series arm, Pairs pairs, double adjusted) {

    boolean isOverall() {
      return dataset.equals(ALL);
    }
  }

  private final StudyResults results;
  private final String reference;

  private AblationSection(StudyResults results) {
    this.results = results;
    this.reference = results.plan().reference();
  }

  /** The section; empty without a reference or without pairs. */
  static Optional<Section> of(StudyResults results) {
    return new AblationSection(results).section();
  }

  private Optional<Section> section() {
    List<Comparison> each = new ArrayList<>();
    List<Comparison> overall = new ArrayList<>();
    for (Series arm : results.arms()) {
      if (!reference.isEmpty() && !arm.label().equals(reference)) {
        compare(arm, each, overall);
      }
    }
    if (each.isEmpty()) {
      return Optional.empty();
    }
    List<String> datasets = results.plan().datasets();
    each.sort(Comparator.comparingInt(comparison -> datasets.indexOf(comparison.dataset())));
    List<Comparison> all = new ArrayList<>(adjusted(each));
    all.addAll(adjusted(overall));
    IntervalChart chart = chart(all);
    return Optional.of(
        new Section(
            "Compared with " + reference,
            "Each arm minus %s, by pairs of finished runs with the same data set and seed: they share data, batches and starts of episodes, so a difference comes from the arm."
                .formatted(reference),
            List.of(table(all)),
            List.of(
                chart.figure(
                    "differences",
                    "Differences to " + reference,
                    "Right of the dashed line, the arm is better than %s. Bars: 95 %% interval of the mean difference (Student's t); one that does not cross the line is evidence of a difference."
                        .formatted(reference)))));
  }

  /** The differences of an arm. A data set without a common seed has none. */
  private void compare(Series arm, List<Comparison> each, List<Comparison> overall) {
    List<String> datasets = new ArrayList<>();
    List<double[]> own = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    for (String dataset : results.plan().datasets()) {
      Map<Long, Double> theirs = bySeed(reference, dataset);
      Map<Long, Double> ours = bySeed(arm.label(), dataset);
      ours.keySet().retainAll(theirs.keySet());
      if (!ours.isEmpty()) {
        datasets.add(dataset);
        List<Long> seeds = ours.keySet().stream().sorted().toList();
        own.add(scores(seeds, ours));
        others.add(scores(seeds, theirs));
      }
    }
    if (datasets.isEmpty()) {
      return;
    }
    PairedComparison comparison =
        PairedComparison.of(
            own.toArray(double[][]::new),
            others.toArray(double[][]::new),
            AggregateSection.OPTIONS);
    for (int d = 0; d < datasets.size(); d++) {
      each.add(new Comparison(datasets.get(d), arm, comparison.datasets().get(d), Double.NaN));
    }
    if (results.plan().datasets().size() > 1) {
      overall.add(new Comparison(ALL, arm, comparison.overall(), Double.NaN));
    }
  }

  private Map<Long, Double> bySeed(String arm, String dataset) {
    return results.scored(arm, dataset).stream()
        .collect(Collectors.toMap(run -> run.run().seed(), RunResult::score));
  }

  private static double[] scores(List<Long> seeds, Map<Long, Double> bySeed) {
    return seeds.stream().mapToDouble(seed -> bySeed.getOrDefault(seed, Double.NaN)).toArray();
  }

  /** The comparisons with p-values corrected for all of them. */
  private static List<Comparison> adjusted(List<Comparison> comparisons) {
    double[] p = Holm.adjust(comparisons.stream().mapToDouble(c -> c.pairs().test().p()).toArray());
    List<Comparison> adjusted = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      Comparison c = comparisons.get(i);
      adjusted.add(new Comparison(c.dataset(), c.arm(), c.pairs(), p[i]));
    }
    return adjusted;
  }

  private ReportTable table(List<Comparison> comparisons) {
    List<ReportTable.Row> rows = new ArrayList<>();
    for (Comparison c : comparisons) {
      SeedStatistics d = c.pairs().differences();
      boolean few = c.pairs().test().tooFewPairs();
      double p = c.pairs().test().p();
      rows.add(
          new ReportTable.Row(
              c.isOverall(),
              List.of(
                  Cell.of(c.dataset()),
                  Cell.of(c.arm().label()),
                  Cell.of(String.valueOf(d.count()), (double) d.count()),
                  Cell.of(Numbers.signed(d.mean()), d.mean()),
                  Cell.of(Numbers.interval(d.low(), d.high()), d.low(), d.high()),
                  Cell.of(
                      Numbers.interval(c.pairs().bootstrap().low(), c.pairs().bootstrap().high()),
                      c.pairs().bootstrap().low(),
                      c.pairs().bootstrap().high()),
                  Cell.of(Numbers.p(p) + (few ? " †" : ""), p),
                  Cell.of(Numbers.p(c.adjusted()), c.adjusted()))));
    }
    String note =
        comparisons.stream().anyMatch(c -> c.pairs().test().tooFewPairs())
            ? " †: with fewer than 6 pairs no p-value can be below 0.05; more seeds are needed."
            : "";
    return new ReportTable(
        "differences",
        "Paired differences to " + reference,
        "Mean difference of the score with its 95 % intervals, by Student's t and by the bootstrap. p: Wilcoxon's signed-rank test, two-sided. Holm: the p-value corrected for all comparisons on single data sets, or for all arms on all data sets."
            + note,
        List.of(
            Column.text("data set"),
            Column.text("arm"),
            Column.numbers("pairs", ""),
            Column.numbers("difference", ""),
            Column.numbers("95 % interval (t)", "low", "high"),
            Column.numbers("95 % interval (bootstrap)", "low", "high"),
            Column.numbers("p", ""),
            Column.numbers("p (Holm)", "")),
        rows);
  }

  private IntervalChart chart(List<Comparison> comparisons) {
    List<IntervalChart.Row> rows = new ArrayList<>();
    List<String> groups = comparisons.stream().map(Comparison::dataset).distinct().toList();
    Function<String, String> heading = group -> group.equals(ALL) ? "All data sets" : group;
    for (String group : groups) {
      rows.add(IntervalChart.Row.heading(heading.apply(group)));
      for (Comparison c : comparisons) {
        if (c.dataset().equals(group)) {
          SeedStatistics d = c.pairs().differences();
          rows.add(
              new IntervalChart.Row(
                  c.arm().label(),
                  Optional.of(c.arm()),
                  d.mean(),
                  d.low(),
                  d.high(),
                  "%s on %s: %s %s, %s"
                      .formatted(
                          c.arm().label(),
                          group,
                          Numbers.signed(d.mean()),
                          Numbers.interval(d.low(), d.high()),
                          Numbers.count(d.count(), "pair"))));
        }
      }
    }
    double[] values =
        rows.stream()
            .flatMapToDouble(row -> DoubleStream.of(row.value(), row.low(), row.high()))
            .toArray();
    Axis axis =
        Axis.linear(
            "difference of the normalised score",
            DoubleStream.concat(Arrays.stream(values), DoubleStream.of(0)));
    return new IntervalChart(axis, false, 0, rows);
  }
}
