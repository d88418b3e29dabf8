package org.spotrl.studies.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spotrl.studies.report.figure.Axis;
import org.spotrl.studies.report.figure.Figure;
import org.spotrl.studies.report.figure.LineChart;
import org.spotrl.studies.report.figure.LineChart.Curve;
import org.spotrl.studies.report.figure.LineChart.Sample;
import org.spotrl.studies.report.figure.LineChart.Style;
import org.spotrl.studies.report.figure.Series;
import org.spotrl.studies.statistics.SeedStatistics;

/**
 * Score against lambda, and against the strength of the constraint that each arm really has: the
 * paper's comparison of methods at all strengths.
 */
final class StrengthSection {

  private static final MathContext LAMBDA_DIGITS = new MathContext(6);

  private final StudyResults results;

  private StrengthSection(StudyResults results) {
    this.results = results;
  }

  /** The section; empty if no lambda differs and no density is recorded. */
  static Optional<Section> of(StudyResults results) {
    StrengthSection section = new StrengthSection(results);
    List<String> datasets = results.plan().datasets();
    List<Figure> figures =
        Stream.concat(
                datasets.stream().flatMap(dataset -> section.lambdas(dataset).stream()),
                datasets.stream().flatMap(dataset -> section.strengths(dataset).stream()))
            .toList();
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section(
                "Strength of the constraint",
                "Points: mean over seeds. Vertical bars: one standard deviation of the score. Grey lines join arms that differ in lambda only.",
                List.of(),
                figures));
  }

  /** Score against lambda; empty if no arms differ in it. */
  private Optional<Figure> lambdas(String dataset) {
    List<Curve> curves = new ArrayList<>();
    for (List<Series> group : varied(dataset)) {
      List<Sample> samples =
          group.stream()
              .map(arm -> sample(arm, dataset, lambda(arm, dataset), "lambda", ""))
              .toList();
      String label =
          group.size() == results.arms().size()
              ? String.join(", ", results.algorithms(group.get(0).label()))
              : "%s to %s".formatted(group.get(0).label(), group.get(group.size() - 1).label());
      curves.add(new Curve(new Series(label, group.get(0).index()), Style.BARS, samples));
    }
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    Axis axis =
        Axis.logarithmic(
            "lambda (logarithmic)",
            curves.stream().flatMap(c -> c.samples().stream()).mapToDouble(Sample::x));
    return Optional.of(
        new LineChart(axis, CurveSection.scoreAxis(curves), curves)
            .figure(
                "lambda-" + dataset,
                "Score against lambda: " + dataset,
                "Further right, the policy is kept nearer to the data. A broad top means that lambda is easy to choose."));
  }

  /** Score against the mean -log density of the policy's actions; empty if it is not recorded. */
  private Optional<Figure> strengths(String dataset) {
    List<Series> scored = scored(results.arms(), dataset);
    boolean common =
        !scored.isEmpty()
            && scored.stream()
                .allMatch(arm -> !Double.isNaN(strength(arm, dataset, RunResult.COMMON_DENSITY)));
    String metric = common ? RunResult.COMMON_DENSITY : RunResult.OWN_DENSITY;
    List<Series> arms =
        scored.stream().filter(arm -> !Double.isNaN(strength(arm, dataset, metric))).toList();
    if (arms.isEmpty()) {
      return Optional.empty();
    }
    List<Curve> curves = new ArrayList<>();
    for (List<Series> group : varied(dataset)) {
      List<Sample> samples =
          group.stream()
              .filter(arms::contains)
              .map(arm -> sample(arm, dataset, strength(arm, dataset, metric), "-log density", ""))
              .toList();
      if (samples.size() > 1) {
        curves.add(new Curve(group.get(0), Style.LINK, samples));
      }
    }
    for (Series arm : arms) {
      Sample sample =
          sample(arm, dataset, strength(arm, dataset, metric), "-log density", label(arm, dataset));
      curves.add(new Curve(arm, Style.POINTS, List.of(sample)));
    }
    String how =
        "Left: the policy's actions are likely in the data, a strong constraint; right: a weak one. Higher is better. ";
    String model =
        common
            ? "One density for all arms (common_support) measures the actions."
            : "Each arm is measured by its own density (support), so arms with different densities cannot be compared; add the diagnostic common-support for that.";
    return Optional.of(
        new LineChart(
                Axis.linear(
                    "mean −log density of the policy's actions (nats)",
                    curves.stream().flatMap(c -> c.samples().stream()).mapToDouble(Sample::x)),
                CurveSection.scoreAxis(curves),
                curves)
            .figure("strength-" + dataset, "Score against strength: " + dataset, how + model));
  }

  /** The groups of arms whose lambdas differ, without arms that have no score. */
  private List<List<Series>> varied(String dataset) {
    return results.lambdaGroups(dataset).stream()
        .map(group -> scored(group, dataset))
        .filter(group -> group.stream().noneMatch(arm -> Double.isNaN(lambda(arm, dataset))))
        .filter(group -> group.stream().map(arm -> lambda(arm, dataset)).distinct().count() > 1)
        .toList();
  }

  private List<Series> scored(List<Series> arms, String dataset) {
    return arms.stream().filter(arm -> !results.scored(arm.label(), dataset).isEmpty()).toList();
  }

  private double lambda(Series arm, String dataset) {
    return results.lambda(arm.label(), dataset);
  }

  /** Mean over seeds of -log density; NaN if a run lacks it. */
  private double strength(Series arm, String dataset, String metric) {
    return -results.scored(arm.label(), dataset).stream()
        .mapToDouble(run -> run.value(metric))
        .average()
        .orElse(Double.NaN);
  }

  /** Its lambda, if others differ from the arm in nothing else; else its name. */
  private String label(Series arm, String dataset) {
    return varied(dataset).stream().anyMatch(group -> group.contains(arm))
        ? "λ "
            + new BigDecimal(lambda(arm, dataset))
                .round(LAMBDA_DIGITS)
                .stripTrailingZeros()
                .toPlainString()
        : arm.label();
  }

  private Sample sample(Series arm, String dataset, double x, String quantity, String label) {
    SeedStatistics over = SeedStatistics.of(results.scores(arm.label(), dataset));
    return new Sample(
        x,
        over.mean(),
        over.mean() - over.std(),
        over.mean() + over.std(),
        label,
        "%s: score %s, %s %s, %s"
            .formatted(
                arm.label(),
                Numbers.plusMinus(over.mean(), over.std()),
                quantity,
                Numbers.decimals(3, x),
                Numbers.count(over.count(), "seed")));
  }
}
