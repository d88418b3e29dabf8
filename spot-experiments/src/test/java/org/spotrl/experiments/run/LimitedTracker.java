package org.spotrl.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.api.tracking.Tracker;

/** A tracker whose failures a test sets. */
final class LimitedTracker implements Tracker {

  private final Tracker tracker;
  private Function<Map<String, Double>, @Nullable RuntimeException> metrics = values -> null;
  private @Nullable RuntimeException atFinish;

  LimitedTracker(Tracker tracker) {
    this.tracker = tracker;
  }

  /** Metrics fail if this returns a failure. */
  void metricsFail(Function<Map<String, Double>, @Nullable RuntimeException> failure) {
    metrics = failure;
  }

  void finishFails(RuntimeException failure) {
    atFinish = failure;
  }

  @Override
  public TrackedRun start(RunDescription description) {
    return limited(tracker.start(description));
  }

  @Override
  public TrackedRun resume(String runId, long upToMillis) {
    return limited(tracker.resume(runId, upToMillis));
  }

  private TrackedRun limited(TrackedRun run) {
    return new ForwardingRun(run) {
      @Override
      public void metrics(long step, Map<String, Double> values) {
        RuntimeException failure = metrics.apply(values);
        if (failure != null) {
          throw failure;
        }
        super.metrics(step, values);
      }

      @Override
      public void finish(RunStatus status, List<String> obsolete) {
        RuntimeException failure = atFinish;
        if (failure != null) {
          throw failure;
        }
        super.finish(status, obsolete);
      }
    };
  }
}
