package org.spotrl.studies.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;

/**
 * What a run has recorded, read once.
 *
 * @param run the run
 * @param parameters its settings by dotted name
 * @param tags its labels
 * @param metrics the latest point of each metric
 */
public record RunRecord(
    RunView run,
    Map<String, String> parameters,
    Map<String, String> tags,
    Map<String, MetricPoint> metrics) {

  /** The metrics that the score is taken from, the first that a run has. */
  public static final List<String> SCORES =
      List.of("final/normalized_score", "eval/normalized_score");

  private static final List<String> UPDATES_PER_SECOND =
      List.of("time/policy_updates_per_second_overall", "time/policy_updates_per_second");
  private static final List<String> ATTRIBUTES =
      List.of("id", "name", "experiment", "state", "started", "seconds", "score");

  /** Reads a run. */
  public static RunRecord of(RunView run) {
    return new RunRecord(run, run.parameters(), run.tags(), run.latestMetrics());
  }

  /** The latest value of a metric; none if there is no such metric. */
  public OptionalDouble metric(String name) {
    MetricPoint point = metrics.get(name);
    return point == null ? OptionalDouble.empty() : OptionalDouble.of(point.value());
  }

  /** The final normalised score, or the latest one of a run that is not done. */
  public OptionalDouble score() {
    return first(SCORES);
  }

  /** Policy updates per second: of the whole phase, or the latest of a run that is not done. */
  public OptionalDouble updatesPerSecond() {
    return first(UPDATES_PER_SECOND);
  }

  /** Wall time from its start to its end, in seconds; none while it has no end. */
  public OptionalDouble seconds() {
    return run.endMillis() > 0
        ? OptionalDouble.of((run.endMillis() - run.startMillis()) * 1e-3)
        : OptionalDouble.empty();
  }

  /** Its state in lower case, as users type it. */
  public String state() {
    RunState state = run.state();
    return state.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is recorded under a key: an attribute ({@code id}, {@code name}, {@code experiment},
   * {@code state}, {@code started}, {@code seconds}, {@code score}), else a label, a setting or the
   * latest value of a metric.
   */
  public Optional<String> value(String key) {
    Optional<String> attribute = attribute(key);
    if (attribute.isPresent() || ATTRIBUTES.contains(key)) {
      return attribute;
    }
    return Optional.ofNullable(tags.get(key))
        .or(() -> Optional.ofNullable(parameters.get(key)))
        .or(() -> text(metric(key)));
  }

  /** All keys that this run has a value under, or could have. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>(ATTRIBUTES);
    keys.addAll(tags.keySet());
    keys.addAll(parameters.keySet());
    keys.addAll(metrics.keySet());
    return keys;
  }

  private OptionalDouble first(List<String> names) {
    return names.stream()
        .map(this::metric)
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElseGet(OptionalDouble::empty);
  }

  private Optional<String> attribute(String key) {
    return switch (key) {
      case "id" -> Optional.of(run.id());
      case "name" -> Optional.of(run.name());
      case "experiment" -> Optional.of(run.experimentName());
      case "state" -> Optional.of(state());
      case "started" -> Optional.of(Long.toString(run.startMillis()));
      case "seconds" -> text(seconds());
      case "score" -> text(score());
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(OptionalDouble number) {
    return number.isPresent()
        ? Optional.of(Double.toString(number.getAsDouble()))
        : Optional.empty();
  }
}
