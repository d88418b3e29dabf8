package org.spotrl.mlflow.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * Finds the points of a metric that a server lacks. A point of the server matches if it is equal,
 * or has the same step but another time or value: a resumed run records the points after its
 * checkpoint again.
 */
final class MissingPoints {

  /** Points of the server that are not matched yet. */
  private final Set<MetricPoint> unmatched = new HashSet<>();

  /**
   * Starts with the points on a server.
   *
   * @param onServer all points of the metric
   */
  MissingPoints(List<MetricPoint> onServer) {
    onServer.forEach(point -> unmatched.add(point.finite()));
  }

  /** Returns those of the next recorded points that the server lacks, in their order. */
  List<MetricPoint> missing(List<MetricPoint> recorded) {
    Set<MetricPoint> same = new HashSet<>();
    List<MetricPoint> others = new ArrayList<>();
    for (MetricPoint point : recorded) {
      if (unmatched.remove(point.finite())) {
        same.add(point.finite());
      } else if (!same.contains(point.finite())) {
        others.add(point);
      }
    }
    Map<Long, Deque<MetricPoint>> byStep = new HashMap<>();
    unmatched.forEach(
        point -> byStep.computeIfAbsent(point.step(), key -> new ArrayDeque<>()).add(point));
    List<MetricPoint> missing = new ArrayList<>();
    for (MetricPoint point : others) {
      // Each point of the server matches only one, because a step may have many points.
      Deque<MetricPoint> there = byStep.getOrDefault(point.step(), new ArrayDeque<>());
      if (there.isEmpty()) {
        missing.add(point);
      } else {
        unmatched.remove(there.remove());
      }
    }
    return missing;
  }

  /** Whether no point of the server is left to match. */
  boolean isExhausted() {
    return unmatched.isEmpty();
  }
}
