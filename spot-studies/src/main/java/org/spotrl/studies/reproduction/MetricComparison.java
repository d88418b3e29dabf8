package org.spotrl.studies.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * Compares the points of a running run with those of the original, one by one as they come.
 *
 * <p>All metrics are compared but times and the machine's load: the others are functions of
 * configuration and seed. Values are the same if their bits are; infinite ones count as the
 * greatest finite one, as MLflow keeps them. Safe for use by many threads.
 */
final class MetricComparison {

  private static final List<String> NOT_REPRODUCIBLE = List.of("time/", "system/");

  private final Map<String, Expected> expected = new TreeMap<>();
  private final Set<String> seen = new TreeSet<>();
  private final Set<String> onlyNow = new TreeSet<>();
  private @Nullable MetricDifference first;
  private boolean beyond;

  /** The points of one metric of the original that have not come yet, and the results so far. */
  private static final class Expected {
    private final NavigableMap<Long, Double> remaining;
    private final long lastStep;
    private long equal;
    private long different;
    private double largest;
    private @Nullable MetricDifference first;

    private Expected(NavigableMap<Long, Double> points) {
      this.remaining = new TreeMap<>(points);
      this.lastStep = points.lastKey();
    }
  }

  /**
   * A comparison with these points.
   *
   * @param original values by step by metric, none of them empty
   */
  MetricComparison(Map<String, NavigableMap<Long, Double>> original) {
    original.forEach(
        (metric, points) -> {
          if (isReproducible(metric)) {
            expected.put(metric, new Expected(points));
          }
        });
  }

  /** A comparison with all points of a run. */
  static MetricComparison with(RunView run) {
    Map<String, NavigableMap<Long, Double>> points = new TreeMap<>();
    for (String metric : run.latestMetrics().keySet()) {
      if (isReproducible(metric)) {
        NavigableMap<Long, Double> byStep = new TreeMap<>();
        for (MetricPoint point : run.history(metric)) {
          byStep.put(point.step(), point.value());
        }
        if (!byStep.isEmpty()) {
          points.put(metric, byStep);
        }
      }
    }
    return new MetricComparison(points);
  }

  /**
   * The least step at which the original has a point; nothing if it has none. What a run records
   * once has step 0 and comes at its end.
   */
  synchronized Optional<Long> firstStep() {
    return expected.values().stream()
        .flatMap(metric -> metric.remaining.keySet().stream())
        .filter(step -> step > 0)
        .min(Long::compare);
  }

  /** Takes points of the running run. */
  synchronized void recorded(long step, Map<String, Double> values) {
    new TreeMap<>(values)
        .forEach(
            (metric, value) -> {
              if (isReproducible(metric)) {
                recorded(metric, step, value);
              }
            });
  }

  /** Called at the end of the run: points that have not come by now are missing. */
  synchronized void ended() {
    expected.forEach(
        (metric, points) -> {
          if (seen.contains(metric)) {
            missing(metric, points, Long.MAX_VALUE);
          }
        });
  }

  /** The first point that is not the same. */
  synchronized Optional<MetricDifference> first() {
    return Optional.ofNullable(first);
  }

  /** True if the run has recorded something after the last point of the original. */
  synchronized boolean isBeyondTheOriginal() {
    return beyond;
  }

  /** The result so far for each metric that both runs have. */
  synchronized List<MetricOutcome> outcomes() {
    List<MetricOutcome> outcomes = new ArrayList<>();
    expected.forEach(
        (metric, points) -> {
          if (seen.contains(metric)) {
            outcomes.add(
                new MetricOutcome(
                    metric,
                    points.equal,
                    points.different,
                    Optional.ofNullable(points.first),
                    points.largest));
          }
        });
    return outcomes;
  }

  /** Metrics that the original alone has, as far as the run has come. */
  synchronized Set<String> onlyThen() {
    Set<String> missing = new TreeSet<>(expected.keySet());
    missing.removeAll(seen);
    return missing;
  }

  /** Metrics that the running run alone has. */
  synchronized Set<String> onlyNow() {
    return new TreeSet<>(onlyNow);
  }

  private void recorded(String metric, long step, double value) {
    Expected points = expected.get(metric);
    if (points == null) {
      onlyNow.add(metric);
      return;
    }
    seen.add(metric);
    missing(metric, points, step);
    Double then = points.remaining.remove(step);
    if (then == null && step > points.lastStep) {
      beyond = true;
    } else if (then == null) {
      differs(points, new MetricDifference(metric, step, OptionalDouble.empty(), some(value)));
    } else if (Double.compare(kept(then), kept(value)) == 0) {
      points.equal++;
    } else {
      differs(points, new MetricDifference(metric, step, some(then), some(value)));
    }
  }

  /** Points of the original before a step that did not come. */
  private void missing(String metric, Expected points, long step) {
    NavigableMap<Long, Double> passed = points.remaining.headMap(step, false);
    passed.forEach(
        (at, value) ->
            differs(points, new MetricDifference(metric, at, some(value), OptionalDouble.empty())));
    passed.clear();
  }

  private void differs(Expected points, MetricDifference difference) {
    points.different++;
    points.largest = Math.max(points.largest, difference.relative());
    if (points.first == null) {
      points.first = difference;
    }
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

  private static OptionalDouble some(double value) {
    return OptionalDouble.of(value);
  }
}
