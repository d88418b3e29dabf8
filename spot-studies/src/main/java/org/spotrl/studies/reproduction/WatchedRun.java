package org.spotrl.studies.reproduction;

import java.util.Map;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.TrackedRun;

/** Lets the points of a run be seen after they are recorded. */
final class WatchedRun extends ForwardingRun {

  private final PointWatcher watcher;

  /**
   * Watches a run.
   *
   * @param run who records
   * @param watcher who sees the points
   */
  WatchedRun(TrackedRun run, PointWatcher watcher) {
    super(run);
    this.watcher = watcher;
  }

  @Override
  public void metrics(long step, Map<String, Double> values) {
    super.metrics(step, values);
    watcher.recorded(step, values);
  }
}
