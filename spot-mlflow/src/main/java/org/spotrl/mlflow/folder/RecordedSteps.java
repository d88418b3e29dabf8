package org.spotrl.mlflow.folder;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * What a resumed run has of each metric, so that no point is recorded twice: one that came back
 * from a server may be there although it was made after the checkpoint, by a process whose later
 * checkpoint was lost.
 */
final class RecordedSteps {

  private final Map<String, Set<Long>> steps = new HashMap<>();
  private long latestMillis;

  /** Adds the points of a metric that stay. */
  void add(String metric, List<MetricPoint> points, long upToMillis) {
    Set<Long> kept = new HashSet<>();
    for (MetricPoint point : points) {
      latestMillis = Math.max(latestMillis, point.millis());
      if (point.millis() <= upToMillis) {
        kept.add(point.step());
      }
    }
    steps.put(metric, kept);
  }

  boolean has(String metric, long step) {
    return steps.getOrDefault(metric, Set.of()).contains(step);
  }

  /**
   * When the last point was made, also of those that went: a copy on a server still has them, and
   * all that follows has to be later, whatever the clock of this machine says.
   */
  long latestMillis() {
    return latestMillis;
  }
}
