package org.spotrl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.spotrl.studies.reproduction.EnvironmentDifference;
import org.spotrl.studies.reproduction.MetricDifference;
import org.spotrl.studies.reproduction.MetricOutcome;
import org.spotrl.studies.reproduction.OriginalRun;
import org.spotrl.studies.reproduction.ReproductionResult;

/**
 * What {@code spot reproduce} prints before and after the run.
 *
 * @param original the run that is reproduced
 * @param environment what has changed
 */
record ReproductionReport(OriginalRun original, List<EnvironmentDifference> environment) {

  private static final int DIGEST = 12;

  /** What is known before the run begins. */
  List<String> opening() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "reproducing %s (%s) of experiment %s, %s, %s"
            .formatted(
                original.view().name(),
                original.view().id(),
                original.view().experimentName(),
                original.view().state().name().toLowerCase(Locale.ROOT),
                Format.moment(original.view().startMillis())));
    if (original.provenance().isEmpty()) {
      lines.add("it did not record its code, libraries and machine");
    } else if (environment.isEmpty()) {
      lines.add("code, libraries and machine are as they were");
    }
    lines.addAll(TextTable.lines(environment.stream().map(this::row).toList(), 4));
    return lines;
  }

  /** The result. */
  List<String> closing(ReproductionResult result, boolean everyMetric) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (everyMetric && result.first().isPresent()) {
      lines.addAll(table(result.outcomes()));
    }
    result.first().ifPresent(first -> lines.addAll(difference(first, result)));
    if (!result.hasCompared()) {
      lines.add(
          "nothing could be compared in %,d updates: this version records no metric of the original"
              .formatted(result.updates()));
    } else if (result.first().isEmpty() && !result.isEqual()) {
      lines.add(
          "different: all %,d points are the same, but the final policy's bytes are not (SHA-256 %s, was %s)"
              .formatted(
                  result.equalPoints(),
                  shortened(result.policyNow().orElse("none")),
                  shortened(result.policyThen().orElse("none"))));
      lines.addAll(causes());
    }
    if (result.isEqual()) {
      lines.add(equality(result));
    }
    if (!result.onlyThen().isEmpty()) {
      lines.add(
          "not compared, because this version does not record it: "
              + String.join(", ", result.onlyThen()));
    }
    if (!result.onlyNow().isEmpty()) {
      lines.add(
          "not compared, because the original did not record it: "
              + String.join(", ", result.onlyNow()));
    }
    return lines;
  }

  private static String equality(ReproductionResult result) {
    String points =
        String.format(
            Locale.ROOT,
            "the same: %,d points of %d metrics in %,d updates",
            result.equalPoints(),
            result.outcomes().size(),
            result.updates());
    String policy =
        result
            .policyNow()
            .map(
                digest ->
                    ", and the final policy byte for byte (SHA-256 " + shortened(digest) + ")")
            .orElse("; the final policy was not compared");
    return (result.interrupted() ? "stopped; so far " : "") + points + policy;
  }

  private List<String> difference(MetricDifference first, ReproductionResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("different: %s at step %,d".formatted(first.metric(), first.step()));
    lines.add("  was  " + value(first.then()));
    lines.add("  is   " + value(first.now()));
    if (Double.isFinite(first.relative())) {
      lines.add(String.format(Locale.ROOT, "  relative difference %.2g", first.relative()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d points of %d metrics were the same",
            result.equalPoints(),
            result.outcomes().stream().filter(metric -> metric.equal() > 0).count()));
    lines.addAll(causes());
    return lines;
  }

  private List<String> causes() {
    List<String> causes =
        environment.stream()
            .filter(EnvironmentDifference::mayChangeNumbers)
            .map(d -> "  %s: %s -> %s".formatted(d.what(), d.then(), d.now()))
            .toList();
    if (causes.isEmpty()) {
      return List.of(
          "no recorded difference explains this: was the original's record changed, or does its code"
              + " use random numbers that do not depend on the seed?");
    }
    List<String> lines = new ArrayList<>();
    lines.add("possible causes:");
    lines.addAll(causes);
    environment.stream()
        .filter(d -> d.what().equals(EnvironmentDifference.COMMIT) && !d.then().equals("none"))
        .findFirst()
        .ifPresent(
            d ->
                lines.add(
                    "to get its code: git worktree add ../spot-" + d.then() + " " + d.then()));
    return lines;
  }

  private static List<String> table(List<MetricOutcome> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("metric", "same", "different", "first at step", "largest relative"));
    for (MetricOutcome outcome : outcomes) {
      rows.add(
          List.of(
              outcome.metric(),
              Long.toString(outcome.equal()),
              Long.toString(outcome.different()),
              outcome.first().map(d -> Long.toString(d.step())).orElse(Format.NONE),
              outcome.different() == 0
                  ? Format.NONE
                  : String.format(Locale.ROOT, "%.2g", outcome.largest())));
    }
    return TextTable.lines(rows, 1);
  }

  private List<String> row(EnvironmentDifference difference) {
    return List.of(
        "  " + difference.what(),
        difference.then(),
        "-> " + difference.now(),
        difference.effect().description());
  }

  private static String value(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "(no such point)";
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(DIGEST, digest.length()));
  }
}
