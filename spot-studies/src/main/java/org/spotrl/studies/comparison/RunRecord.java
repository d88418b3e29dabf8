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
 * A recorded run with its content, read once.
 *
 * @param run the run
 * @param parameters its parameters by dotted name
 * @param tags its tags
 * @param metrics the latest point of each metric
 */
public record RunRecord(
    RunView run,
    Map<String, String> parameters,
    Map<String, String> tags,
    Map<String, MetricPoint> metrics) {

  /** The metrics for the score; the first one that a run has counts. */
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

  /** The latest value of a metric; empty if there is no such metric. */
  public Optional<Double> metric(String name) {
    return Optional.ofNullable(metrics.get(name)).map(MetricPoint::value);
  }

  /** The final normalised score, or the latest one if the run has not finished. */
  public Optional<Double> score() {
    return first(SCORES);
  }

  /** Policy updates per second over the whole phase, or the latest value if it has not finished. */
  public Optional<Double> updatesPerSecond() {
    return first(UPDATES_PER_SECOND);
  }

  /** Wall time from start to end in seconds; empty if the run has not ended. */
  public Optional<Double> seconds() {
    return run.endMillis() > 0
        ? Optional.of((run.endMillis() - run.startMillis()) * 1e-3)
        : Optional.empty();
  }

  /** The method; for runs of earlier versions the type of the algorithm. */
  public Optional<String> method() {
    return Optional.ofNullable(
        tags.getOrDefault(RunIdentity.METHOD, parameters.get("algorithm.type")));
  }

  /**
   * Identifies the configuration without the seed: the start of the hash of all settings that
   * define the numbers. For a run that spot did not record, its parameters.
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

  /** The state in lower case, as users type it. */
  public String state() {
    return run.state().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value of a key: an attribute ({@code method}, {@code configuration}, {@code id}, {@code
   * name}, {@code experiment}, {@code state}, {@code started}, {@code seconds}, {@code score}),
   * else a tag, a parameter or the latest value of a metric.
   */
  public Optional<String> value(String key) {
    Function<RunRecord, Optional<String>> attribute = ATTRIBUTES.get(key);
    return attribute != null
        ? attribute.apply(this)
        : Optional.ofNullable(tags.getOrDefault(key, parameters.get(key)))
            .or(() -> metric(key).map(String::valueOf));
  }

  /** The keys of the attributes and of all recorded values. */
  public Set<String> keys() {
    return Stream.of(ATTRIBUTES.keySet(), tags.keySet(), parameters.keySet(), run.metricNames())
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  private Optional<Double> first(List<String> names) {
    return names.stream().flatMap(name -> metric(name).stream()).findFirst();
  }
}
