package org.spotrl.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.ReferenceScores;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.run.RunIdentity;
import org.spotrl.experiments.run.RunSummary;
import org.spotrl.experiments.run.RunSummaryBuilder;

/** Run summaries for tests. */
final class Summaries {

  private static final Pattern SEED = Pattern.compile("(.*)-s(\\d+)");

  private Summaries() {}

  /** A copy with another configuration and the same name. */
  static RunSummary of(String configuration, RunSummary run) {
    RunIdentity as = run.identity();
    return RunSummaryBuilder.builder(run)
        .identity(new RunIdentity(as.name(), as.group(), as.method(), configuration, as.seed()))
        .build();
  }

  /** A finished run with these returns; a return of 200 has the score 100. */
  static RunSummary done(String experiment, String name, Path root, Double... returns) {
    EvaluationResult evaluation =
        new EvaluationResult(
            List.of(returns),
            List.of(returns).stream().map(r -> 300).toList(),
            1.5,
            new ReferenceScores(0, 200));
    return summary(experiment, name, root, RunStatus.FINISHED, Optional.of(evaluation));
  }

  /** A run stopped before its first evaluation. */
  static RunSummary stopped(String name, Path root) {
    return summary("mazes", name, root, RunStatus.KILLED, Optional.empty());
  }

  private static RunSummary summary(
      String experiment,
      String name,
      Path root,
      RunStatus status,
      Optional<EvaluationResult> evaluation) {
    String id = "id-of-" + name;
    Matcher parts = SEED.matcher(name);
    String group = parts.matches() ? parts.group(1) : name;
    long seed = parts.matches() ? Long.parseLong(parts.group(2)) : 0;
    return new RunSummary(
        experiment,
        new RunIdentity(name, group, group, group, seed),
        id,
        root.resolve("1").resolve(id).toString(),
        status,
        evaluation,
        12.34,
        60_000,
        812.6,
        245,
        Optional.empty());
  }
}
