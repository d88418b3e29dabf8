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

/**
 * Compares the points of a running run with those of the original, one by one as they come.
 *
 * <p>All metrics are compared but times and the machine's load: the others are functions of
 * configuration and seed. Values are the same if their bits are; infinite ones count as the
 * greatest finite one, as MLflow keeps them. Safe for use by many threads.
 */
public final class MetricComparison {

  private static final List<String> NOT_REPRODUCIBLE = List.of("time/", "system/");

  /** Points of the original that have not come yet, by metric. */
  private final Map<String, NavigableMap<Long, Double>> remaining = new TreeMap<>();

  private final Map<String, Long> lastSteps = new TreeMap<>();
  private final Map<String, MetricOutcome> outcomes = new TreeMap<>();
  private final Set<String> onlyNow = new TreeSet<>();
  private @Nullable MetricDifference first;
  private boolean beyond;
  private boolean ended;

  /**
   * A comparison with these points.
   *
   * @param original values by step by metric
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

  /** A comparison with all points of a run. */
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
   * The least step at which the original has a point; nothing if it has none. What a run records
   * once has step 0 and comes at its end.
   */
  synchronized Optional<Long> firstStep() {
    return remaining.values().stream()
        .flatMap(points -> points.keySet().stream())
        .filter(step -> step > 0)
        .min(Long::compare);
  }

  /** Takes points of the running run. */
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

  /** Called at the end of the run: points that have not come by now are missing. */
  synchronized void ended() {
    ended = true;
    remaining.forEach(
        (metric, points) -> {
          if (outcomes.containsKey(metric)) {
            missing(metric, points);
          }
        });
  }

  /** The first point that is not the same. */
  public synchronized Optional<MetricDifference> first() {
    return Optional.ofNullable(first);
  }

  /** True if the run has recorded something after the last point of the original. */
  synchronized boolean isBeyondTheOriginal() {
    return beyond;
  }

  /** The result so far for each metric that both runs have. */
  public synchronized List<MetricOutcome> outcomes() {
    return List.copyOf(outcomes.values());
  }

  /** Points that are the same, of all metrics. */
  public synchronized long equalPoints() {
    return outcomes.values().stream().mapToLong(MetricOutcome::equal).sum();
  }

  /** Metrics that the original alone has; none while the run may still record them. */
  public synchronized Set<String> onlyThen() {
    Set<String> missing = new TreeSet<>(ended ? remaining.keySet() : Set.of());
    missing.removeAll(outcomes.keySet());
    return missing;
  }

  /** Metrics that the running run alone has. */
  public synchronized Set<String> onlyNow() {
    return new TreeSet<>(onlyNow);
  }

  private void recorded(String metric, NavigableMap<Long, Double> points, long step, double value) {
    outcomes.putIfAbsent(metric, MetricOutcome.none(metric));
    missing(metric, points.headMap(step, false));
    Optional<Double> then = Optional.ofNullable(points.remove(step));
    if (then.isEmpty() && step > lastSteps.getOrDefault(metric, 0L)) {
      beyond = true;
    } else if (then.isPresent() && Double.compare(kept(then.get()), kept(value)) == 0) {
      outcomes.computeIfPresent(metric, (name, outcome) -> outcome.plusEqual());
    } else {
      differs(new MetricDifference(metric, step, then, Optional.of(value)));
    }
  }

  /** Takes points of the original that did not come. */
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

  private static double kept(double value) {
    return Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : value;
  }
}
