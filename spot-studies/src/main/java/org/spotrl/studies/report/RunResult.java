package org.spotrl.studies.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.experiments.run.RunFailure;
import org.spotrl.experiments.run.RunFingerprint;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.studies.study.RunProgress;
import org.spotrl.studies.study.StudyPlan.PlannedRun;

/**
 * What a report needs of one planned run, read once.
 *
 * @param run the plan
 * @param progress how far it is
 * @param failure why it failed; empty if it has not
 * @param latest the latest value of each metric that it has
 * @param curve the scores of its evaluations
 * @param provenance code and machine, if they are recorded
 * @param digest SHA-256 of its data; empty if it is not recorded
 * @param startMillis its start, milliseconds since 1970; 0 if it has not started
 * @param endMillis its end, 0 if it has not ended
 */
record RunResult(
    PlannedRun run,
    RunProgress progress,
    String failure,
    Map<String, Double> latest,
    List<MetricPoint> curve,
    Optional<Provenance> provenance,
    String digest,
    long startMillis,
    long endMillis) {

  private static final Logger LOG = LoggerFactory.getLogger(RunResult.class);

  static final String SCORE = "final/normalized_score";
  static final String TRAINING_SECONDS = "time/total_training_seconds";
  static final String ACTION_MICROS = "time/action_us_median";

  /** Log density of the policy's actions by one density for all methods. */
  static final String COMMON_DENSITY = "common_support/log_density_policy";

  /** The same by the method's own density. */
  static final String OWN_DENSITY = "support/log_density_policy";

  private static final String CURVE = "eval/normalized_score";
  private static final List<String> METRICS =
      List.of(SCORE, TRAINING_SECONDS, ACTION_MICROS, COMMON_DENSITY, OWN_DENSITY);

  RunResult {
    latest = Map.copyOf(latest);
    curve = List.copyOf(curve);
  }

  /** Reads a run; null if none is recorded. */
  static RunResult read(PlannedRun plan, @Nullable RunView view) {
    RunProgress progress = RunProgress.of(view);
    if (view == null) {
      return new RunResult(plan, progress, "", Map.of(), List.of(), Optional.empty(), "", 0, 0);
    }
    Map<String, MetricPoint> recorded = view.latestMetrics();
    Map<String, Double> latest = new HashMap<>();
    for (String metric : METRICS) {
      Optional.ofNullable(recorded.get(metric))
          .ifPresent(point -> latest.put(metric, point.value()));
    }
    String failure =
        progress == RunProgress.FAILED ? view.tags().getOrDefault(RunFailure.TAG, "") : "";
    return new RunResult(
        plan,
        progress,
        failure,
        latest,
        view.history(CURVE),
        parsed(view, Provenance.FILE, Provenance::parse),
        parsed(view, RunFingerprint.FILE, RunFingerprint::parse)
            .map(RunFingerprint::datasetDigest)
            .orElse(""),
        view.startMillis(),
        view.endMillis());
  }

  /** True if it is finished and has a finite final score: it counts in tables. */
  boolean isScored() {
    return progress == RunProgress.FINISHED && Double.isFinite(value(SCORE));
  }

  /** The latest value of a metric; NaN if there is none. */
  double value(String metric) {
    return latest.getOrDefault(metric, Double.NaN);
  }

  double score() {
    return value(SCORE);
  }

  /** Why it does not count in tables. */
  String reason() {
    long updates = curve.stream().mapToLong(MetricPoint::step).max().orElse(0);
    String reached = updates == 0 ? "" : "last evaluation after %,d updates".formatted(updates);
    return switch (progress) {
      case PENDING -> "";
      case FAILED -> failure.isBlank() ? "no reason is recorded" : failure;
      case FINISHED -> latest.containsKey(SCORE) ? SCORE + " is " + score() : "no " + SCORE;
      case RUNNING, STOPPED -> reached;
    };
  }

  /** The content of a file; empty if there is none, or if it is damaged. */
  private static <T> Optional<T> parsed(RunView view, String path, Function<String, T> parse) {
    try {
      return view.artifact(path).map(bytes -> parse.apply(new String(bytes, UTF_8)));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} of run {} is damaged: {}", path, view.name(), e.getMessage());
      return Optional.empty();
    }
  }
}
