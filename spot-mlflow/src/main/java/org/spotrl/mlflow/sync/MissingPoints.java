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
 * Finds out which points of a metric a server lacks. A point is there if the very same one is, or
 * one of its step that was recorded at another time: a run that was killed and resumed makes the
 * points after its checkpoint again.
 */
final class MissingPoints {

  /** Points of the server that stand for none of the folder so far. */
  private final Set<MetricPoint> free = new HashSet<>();

  /**
   * A match with what a server has.
   *
   * @param onServer all its points of the metric
   */
  MissingPoints(List<MetricPoint> onServer) {
    onServer.forEach(point -> free.add(point.finite()));
  }

  /** Those of further recorded points that the server lacks, in their order. */
  List<MetricPoint> missing(List<MetricPoint> recorded) {
    Set<MetricPoint> same = new HashSet<>();
    List<MetricPoint> others = new ArrayList<>();
    for (MetricPoint point : recorded) {
      if (free.remove(point.finite())) {
        same.add(point.finite());
      } else if (!same.contains(point.finite())) {
        others.add(point);
      }
    }
    Map<Long, Deque<MetricPoint>> byStep = new HashMap<>();
    free.forEach(
        point -> byStep.computeIfAbsent(point.step(), key -> new ArrayDeque<>()).add(point));
    List<MetricPoint> missing = new ArrayList<>();
    for (MetricPoint point : others) {
      // Each of the server's stands for one: a metric may have many points of one step.
      Deque<MetricPoint> there = byStep.getOrDefault(point.step(), new ArrayDeque<>());
      if (there.isEmpty()) {
        missing.add(point);
      } else {
        free.remove(there.remove());
      }
    }
    return missing;
  }

  /** Whether the server has nothing that later points could be. */
  boolean isSpent() {
    return free.isEmpty();
  }
}
