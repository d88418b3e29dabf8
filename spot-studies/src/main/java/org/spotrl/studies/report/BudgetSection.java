package org.spotrl.studies.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spotrl.studies.report.figure.Axis;
import org.spotrl.studies.report.figure.LineChart;
import org.spotrl.studies.report.figure.LineChart.Curve;
import org.spotrl.studies.report.figure.LineChart.Sample;
import org.spotrl.studies.report.figure.Series;

/** Score against the number of policies that are tried online. */
final class BudgetSection {

  private BudgetSection() {}

  /** The section; empty if no arm has two finished runs on each data set. */
  static Optional<Section> of(StudyResults results) {
    List<Series> arms = results.scoredArms();
    List<String> datasets = results.commonDatasets(arms);
    if (datasets.isEmpty()) {
      return Optional.empty();
    }
    List<Curve> curves = new ArrayList<>();
    for (Series arm : arms) {
      curve(arm, results.scores(arm.label(), datasets)).ifPresent(curves::add);
    }
    int index = results.arms().size();
    for (Map.Entry<String, List<Series>> method : pools(results, arms).entrySet()) {
      Series pool = new Series("any arm of " + method.getKey(), index++);
      curve(pool, pooled(results, method.getValue(), datasets)).ifPresent(curves::add);
    }
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    double most =
        curves.stream().flatMap(c -> c.samples().stream()).mapToDouble(Sample::x).max().orElse(1);
    String over = datasets.size() == 1 ? "" : ", mean over " + datasets.size() + " data sets";
    return Optional.of(
        new Section(
            "Tuning online",
            "In practice one can try a few trained policies in the real environment and keep the best. The expected best of k policies, drawn at random from n with scores s₍₁₎ ≤ … ≤ s₍ₙ₎, is Σᵢ C(i−1, k−1) / C(n, k) · s₍ᵢ₎ (Kurenkov and Kolesnikov, 2022). Each policy is judged by its final evaluation; Unifloral (Jackson et al., 2025) instead spends single episodes by a bandit.",
            List.of(),
            List.of(
                new LineChart(
                        Axis.linear("policies tried online, k", 1, Math.max(2, most)),
                        CurveSection.scoreAxis(curves),
                        curves)
                    .figure(
                        "online-budget",
                        "Score against policies tried online",
                        "Expected best score of k randomly drawn policies%s. At k = 1 it is the mean score; a steep curve needs many trials to be good."
                            .formatted(over)))));
  }

  /** Methods with several arms: a user who does not know the right arm draws from all of them. */
  private static Map<String, List<Series>> pools(StudyResults results, List<Series> arms) {
    Map<String, List<Series>> pools = new LinkedHashMap<>();
    for (Series arm : arms) {
      List<String> algorithms = results.algorithms(arm.label());
      if (algorithms.size() == 1) {
        pools.computeIfAbsent(algorithms.get(0), name -> new ArrayList<>()).add(arm);
      }
    }
    pools.values().removeIf(group -> group.size() < 2);
    return pools;
  }

  private static double[][] pooled(StudyResults results, List<Series> arms, List<String> datasets) {
    return datasets.stream()
        .map(
            dataset ->
                arms.stream()
                    .flatMap(arm -> results.scored(arm.label(), dataset).stream())
                    .mapToDouble(RunResult::score)
                    .toArray())
        .toArray(double[][]::new);
  }

  private static Optional<Curve> curve(Series series, double[][] scores) {
    int most = Stream.of(scores).mapToInt(policies -> policies.length).min().orElse(0);
    if (most < 2) {
      return Optional.empty();
    }
    List<Sample> samples =
        IntStream.rangeClosed(1, most)
            .mapToObj(
                k -> {
                  double best =
                      Stream.of(scores)
                          .mapToDouble(policies -> OnlineBudget.expectedBest(policies, k))
                          .average()
                          .orElseThrow();
                  String note =
                      "%s, best of %d: %s".formatted(series.label(), k, Numbers.one(best));
                  return new Sample(k, best, Double.NaN, Double.NaN, "", note);
                })
            .toList();
    return Optional.of(new Curve(series, LineChart.Style.BAND, samples));
  }
}
