package org.spotrl.studies.reproduction;

import java.util.Map;
import java.util.function.BiConsumer;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;

/**
 * Records with another tracker and passes metric points to a listener.
 *
 * @param tracker the tracker that records
 * @param listener receives the step and the values by metric after recording
 */
record ListeningTracker(Tracker tracker, BiConsumer<Long, Map<String, Double>> listener)
    implements Tracker {

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
        listener.accept(step, values);
      }
    };
  }
}
