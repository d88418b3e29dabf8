package org.spotrl.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.spotrl.mlflow.RunView;
import org.spotrl.studies.reproduction.EnvironmentDifference;
import org.spotrl.studies.reproduction.MetricComparison;
import org.spotrl.studies.reproduction.MetricDifference;
import org.spotrl.studies.reproduction.MetricOutcome;
import org.spotrl.studies.reproduction.OriginalRun;
import org.spotrl.studies.reproduction.ReproductionResult;

/**
 * What {@code spot reproduce} prints before and after the run.
 *
 * @param out the output
 * @param original the run that is reproduced
 * @param environment changes of code, libraries and machine
 */
record ReproductionReport(
    PrintWriter out, OriginalRun original, List<EnvironmentDifference> environment) {

  private static final int DIGEST = 12;

  /** Prints the run and the changes of its environment. */
  void printOpening() {
    RunView run = original.view();
    out.printf(
        "reproducing %s (%s) of experiment %s, %s, %s%n",
        run.name(),
        run.id(),
        run.experimentName(),
        run.state().name().toLowerCase(Locale.ROOT),
        Format.moment(run.startMillis()));
    if (original.provenance().isEmpty()) {
      out.println("the run did not record its code, libraries and machine");
    } else if (environment.isEmpty()) {
      out.println("code, libraries and machine have not changed");
    }
    List<List<String>> rows = new ArrayList<>();
    for (EnvironmentDifference difference : environment) {
      rows.add(
          List.of(
              "  " + difference.what(),
              difference.then(),
              "-> " + difference.now(),
              difference.mayChangeNumbers() ? "may change numbers" : "does not change numbers"));
    }
    Table.TEXT.lines(rows, 4).forEach(out::println);
  }

  /** Prints the result. */
  void printClosing(ReproductionResult result, boolean everyMetric) {
    MetricComparison metrics = result.metrics();
    out.println();
    if (everyMetric && metrics.first().isPresent()) {
      printTable(metrics.outcomes());
    }
    metrics.first().ifPresent(first -> printDifference(first, metrics));
    if (!result.hasCompared()) {
      out.printf(
          "nothing could be compared in %,d updates: this version of spot records none of the original's metrics%n",
          result.updates());
    } else if (metrics.first().isEmpty() && !result.isEqual()) {
      out.printf(
          "different: all %,d points are equal, but the final policy is not (SHA-256 %s, was %s)%n",
          metrics.equalPoints(),
          Format.start(result.policyNow().orElse("none"), DIGEST),
          Format.start(result.policyThen().orElse("none"), DIGEST));
      printCauses();
    }
    if (result.isEqual()) {
      out.printf(
          Locale.ROOT,
          "%sequal: %,d points of %d metrics in %,d updates%s%n",
          result.interrupted() ? "stopped; so far " : "",
          metrics.equalPoints(),
          metrics.outcomes().size(),
          result.updates(),
          result
              .policyNow()
              .map(digest -> Format.start(digest, DIGEST))
              .map(digest -> ", and the final policy (SHA-256 " + digest + ")")
              .orElse("; the final policy was not compared"));
    }
    printOthers("this version of spot does not record it", metrics.onlyThen());
    printOthers("the original did not record it", metrics.onlyNow());
  }

  private void printOthers(String reason, Set<String> metrics) {
    if (!metrics.isEmpty()) {
      out.println("not compared, because " + reason + ": " + String.join(", ", metrics));
    }
  }

  private void printDifference(MetricDifference first, MetricComparison metrics) {
    out.printf("different: %s at step %,d%n", first.metric(), first.step());
    out.println("  was  " + first.then().map(String::valueOf).orElse("(no such point)"));
    out.println("  is   " + first.now().map(String::valueOf).orElse("(no such point)"));
    if (Double.isFinite(first.relative())) {
      out.printf(Locale.ROOT, "  relative difference %.2g%n", first.relative());
    }
    out.printf(
        Locale.ROOT,
        "%,d points of %d metrics are equal%n",
        metrics.equalPoints(),
        metrics.outcomes().stream().filter(metric -> metric.equal() > 0).count());
    printCauses();
  }

  private void printCauses() {
    List<EnvironmentDifference> causes =
        environment.stream().filter(EnvironmentDifference::mayChangeNumbers).toList();
    if (causes.isEmpty()) {
      out.println(
          "no recorded change explains this. Was the original's record edited, or does its code use random numbers that do not depend on the seed?");
      return;
    }
    out.println("possible causes:");
    causes.forEach(d -> out.printf("  %s: %s -> %s%n", d.what(), d.then(), d.now()));
    for (EnvironmentDifference d : causes) {
      if (d.what().equals(EnvironmentDifference.COMMIT) && !d.then().equals("none")) {
        out.printf("to check out its code: git worktree add ../spot-%1$s %1$s%n", d.then());
      }
    }
  }

  private void printTable(List<MetricOutcome> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("metric", "equal", "different", "first at step", "max relative"));
    for (MetricOutcome outcome : outcomes) {
      rows.add(
          List.of(
              outcome.metric(),
              "" + outcome.equal(),
              "" + outcome.different(),
              outcome.first().map(d -> "" + d.step()).orElse(Table.NONE),
              outcome.different() == 0 ? Table.NONE : Format.text("%.2g", outcome.largest())));
    }
    Table.TEXT.lines(rows, 1).forEach(out::println);
  }
}
