package org.spotrl.studies.reproduction;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * Compares the points of a new run with those of the original while they are recorded.
 *
 * <p>Compares all metrics except times and system metrics, which do not depend only on
 * configuration and seed. Values are equal if their bits are equal; infinity equals the largest
 * finite number, which MLflow stores. Thread-safe.
 */
public final class MetricComparison {

  private static final List<String> NOT_REPRODUCIBLE = List.of("time/", "system/");

  /** Points of the original that the new run has not recorded yet, by metric. */
  private final Map<String, NavigableMap<Long, Double>> remaining = new TreeMap<>();

  private final Map<String, Long> lastSteps = new TreeMap<>();
  private final Map<String, MetricOutcome> outcomes = new TreeMap<>();
  private final Set<String> onlyNow = new TreeSet<>();
  private @Nullable MetricDifference first;
  private boolean beyond;
  private boolean ended;

  /**
   * Creates a comparison with these points.
   *
   * @param original for each metric its values by step
   */
  MetricComparison(Map<String, NavigableMap<Long, Double>> original) {
    original.forEach(
        (metric, points) -> {
          if (isReproducible(metric) && !points.isEmpty()) {
            remaining.put(metric, new TreeMap<>(points));
            lastSteps.put(metric, points.lastKey());
          }
        });
  }

  /** Creates a comparison with all points of a run. */
  static MetricComparison with(RunView run) {
    Map<String, NavigableMap<Long, Double>> points = new TreeMap<>();
    for (String metric : run.latestMetrics().keySet()) {
      if (isReproducible(metric)) {
        NavigableMap<Long, Double> byStep = points.computeIfAbsent(metric, key -> new TreeMap<>());
        run.history(metric).forEach(point -> byStep.put(point.step(), point.value()));
      }
    }
    return new MetricComparison(points);
  }

  /**
   * The smallest step above 0 with a point in the original; empty if there is none. Points at step
   * 0 are recorded at the end of a run.
   */
  synchronized Optional<Long> firstStep() {
    return remaining.values().stream()
        .flatMap(points -> points.keySet().stream())
        .filter(step -> step > 0)
        .min(Long::compare);
  }

  /** Compares points of the new run. */
  synchronized void recorded(long step, Map<String, Double> values) {
    new TreeMap<>(values)
        .forEach(
            (metric, value) -> {
              NavigableMap<Long, Double> points = remaining.get(metric);
              if (points != null) {
                recorded(metric, points, step, value);
              } else if (isReproducible(metric)) {
                onlyNow.add(metric);
              }
            });
  }

  /** Ends the comparison: points that are not recorded yet are missing. */
  synchronized void ended() {
    ended = true;
    remaining.forEach(
        (metric, points) -> {
          if (outcomes.containsKey(metric)) {
            missing(metric, points);
          }
        });
  }

  /** The first different point. */
  public synchronized Optional<MetricDifference> first() {
    return Optional.ofNullable(first);
  }

  /** Whether the new run has recorded a point after the last one of the original. */
  synchronized boolean isBeyondTheOriginal() {
    return beyond;
  }

  /** The results so far for the metrics of both runs. */
  public synchronized List<MetricOutcome> outcomes() {
    return List.copyOf(outcomes.values());
  }

  /** The number of equal points of all metrics. */
  public synchronized long equalPoints() {
    return outcomes.values().stream().mapToLong(MetricOutcome::equal).sum();
  }

  /** Metrics that only the original has; empty until {@link #ended}. */
  public synchronized Set<String> onlyThen() {
    Set<String> missing = new TreeSet<>(ended ? remaining.keySet() : Set.of());
    missing.removeAll(outcomes.keySet());
    return missing;
  }

  /** Metrics that only the new run has. */
  public synchronized Set<String> onlyNow() {
    return new TreeSet<>(onlyNow);
  }

  private void recorded(String metric, NavigableMap<Long, Double> points, long step, double value) {
    outcomes.putIfAbsent(metric, MetricOutcome.none(metric));
    missing(metric, points.headMap(step, false));
    Optional<Double> then = Optional.ofNullable(points.remove(step));
    if (then.isEmpty() && step > lastSteps.getOrDefault(metric, 0L)) {
      beyond = true;
    } else if (then.isPresent()
        && Double.compare(MetricPoint.finite(then.get()), MetricPoint.finite(value)) == 0) {
      outcomes.computeIfPresent(metric, (name, outcome) -> outcome.plusEqual());
    } else {
      differs(new MetricDifference(metric, step, then, Optional.of(value)));
    }
  }

  /** Counts points of the original that the new run does not have. */
  private void missing(String metric, NavigableMap<Long, Double> passed) {
    passed.forEach(
        (step, value) ->
            differs(new MetricDifference(metric, step, Optional.of(value), Optional.empty())));
    passed.clear();
  }

  private void differs(MetricDifference difference) {
    outcomes.computeIfPresent(difference.metric(), (name, outcome) -> outcome.plus(difference));
    if (first == null) {
      first = difference;
    }
  }

  private static boolean isReproducible(String metric) {
    return NOT_REPRODUCIBLE.stream().noneMatch(metric::startsWith);
  }
}
