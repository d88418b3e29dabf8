package org.spotrl.studies.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.run.RunIdentity;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;

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
  private static final Map<String, Function<RunRecord, Optional<String>>> ATTRIBUTES =
      Map.of(
          RunIdentity.METHOD,
          RunRecord::method,
          RunIdentity.CONFIGURATION,
          run -> Optional.of(run.configuration()),
          "id",
          run -> Optional.of(run.run().id()),
          "name",
          run -> Optional.of(run.run().name()),
          "experiment",
          run -> Optional.of(run.run().experimentName()),
          "state",
          run -> Optional.of(run.state()),
          "started",
          run -> Optional.of(Long.toString(run.run().startMillis())),
          "seconds",
          run -> run.seconds().map(String::valueOf),
          "score",
          run -> run.score().map(String::valueOf));

  /** Reads a run. */
  public static RunRecord of(RunView run) {
    return new RunRecord(run, run.parameters(), run.tags(), run.latestMetrics());
  }

  /** The latest value of a metric; none if there is no such metric. */
  public Optional<Double> metric(String name) {
    return Optional.ofNullable(metrics.get(name)).map(MetricPoint::value);
  }

  /** The final normalised score, or the latest one of a run that is not done. */
  public Optional<Double> score() {
    return first(SCORES);
  }

  /** Policy updates per second: of the whole phase, or the latest of a run that is not done. */
  public Optional<Double> updatesPerSecond() {
    return first(UPDATES_PER_SECOND);
  }

  /** Wall time from its start to its end, in seconds; none while it has no end. */
  public Optional<Double> seconds() {
    return run.endMillis() > 0
        ? Optional.of((run.endMillis() - run.startMillis()) * 1e-3)
        : Optional.empty();
  }

  /** What trains; of a run of an earlier version the type of its algorithm. */
  public Optional<String> method() {
    return Optional.ofNullable(
        tags.getOrDefault(RunIdentity.METHOD, parameters.get("algorithm.type")));
  }

  /**
   * What runs have in common that differ by their seed alone: the start of the hash of all settings
   * that define their numbers. Of a run that spot did not record: its parameters.
   */
  public String configuration() {
    String recorded = RunIdentity.configuration(tags);
    if (!recorded.isEmpty()) {
      return recorded;
    }
    Map<String, String> defining = new TreeMap<>(parameters);
    defining.keySet().removeIf(path -> !DefiningSettings.contain(path));
    return defining.toString();
  }

  /** Its state in lower case, as users type it. */
  public String state() {
    return run.state().name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is recorded under a key: an attribute ({@code method}, {@code configuration}, {@code id},
   * {@code name}, {@code experiment}, {@code state}, {@code started}, {@code seconds}, {@code
   * score}), else a label, a setting or the latest value of a metric.
   */
  public Optional<String> value(String key) {
    Function<RunRecord, Optional<String>> attribute = ATTRIBUTES.get(key);
    return attribute != null
        ? attribute.apply(this)
        : Optional.ofNullable(tags.getOrDefault(key, parameters.get(key)))
            .or(() -> metric(key).map(String::valueOf));
  }

  /** All keys that this run has a value under, or could have. */
  public Set<String> keys() {
    return Stream.of(ATTRIBUTES, tags, parameters, metrics)
        .flatMap(map -> map.keySet().stream())
        .collect(Collectors.toSet());
  }

  private Optional<Double> first(List<String> names) {
    return names.stream().flatMap(name -> metric(name).stream()).findFirst();
  }
}
