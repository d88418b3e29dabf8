package org.spotrl.studies.reproduction;

import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;

/**
 * Records with another tracker and lets the points be seen.
 *
 * @param tracker who records
 * @param watcher who sees the points
 */
record WatchedTracker(Tracker tracker, PointWatcher watcher) implements Tracker {

  @Override
  public TrackedRun start(RunDescription description) {
    return new WatchedRun(tracker.start(description), watcher);
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    return new WatchedRun(tracker.resume(runId, upToMillis), watcher);
  }
}
