package org.spotrl.mlflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.mlflow.format.MetricPoint;

/** Finds out which points of a metric a server lacks. */
final class PointMatch {

  private PointMatch() {}

  /**
   * The recorded points that a server lacks, in their order. A point is there if the very same one
   * is, or one of its step that was recorded at another time: a run that was killed and resumed
   * makes the points after its checkpoint again.
   *
   * @param recorded what the folder has of a metric
   * @param onServer what the server has of it
   */
  static List<MetricPoint> missing(List<MetricPoint> recorded, List<MetricPoint> onServer) {
    Set<MetricPoint> same = new HashSet<>();
    onServer.forEach(point -> same.add(point.finite()));
    Set<MetricPoint> others = new HashSet<>(same);
    List<MetricPoint> unmatched = new ArrayList<>();
    for (MetricPoint point : recorded) {
      if (same.contains(point.finite())) {
        others.remove(point.finite());
      } else {
        unmatched.add(point);
      }
    }
    Map<Long, Integer> steps = new HashMap<>();
    others.forEach(point -> steps.merge(point.step(), 1, Integer::sum));
    List<MetricPoint> missing = new ArrayList<>();
    for (MetricPoint point : unmatched) {
      // Each of the server's stands for one: a metric may have many points of one step.
      if (steps.merge(point.step(), -1, Integer::sum) < 0) {
        missing.add(point);
      }
    }
    return missing;
  }
}
