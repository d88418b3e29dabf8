package org.spotrl.studies.reproduction;

import java.util.Map;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;

/**
 * Records with another tracker and passes each metric point on to a listener.
 *
 * @param tracker the tracker that records
 * @param listener called after a point is recorded
 */
record ListeningTracker(Tracker tracker, MetricListener listener) implements Tracker {

  /** Receives the points of a run. */
  @FunctionalInterface
  interface MetricListener {

    /** Values by metric at a step. */
    void recorded(long step, Map<String, Double> values);
  }

  @Override
  public TrackedRun start(RunDescription description) {
    return listening(tracker.start(description));
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    return listening(tracker.resume(runId, upToMillis));
  }

  private TrackedRun listening(TrackedRun run) {
    return new ForwardingRun(run) {
      @Override
      public void metrics(long step, Map<String, Double> values) {
        super.metrics(step, values);
        listener.recorded(step, values);
      }
    };
  }
}
