package org.spotrl.experiments.run;

import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Ends a tracked run when it is closed, as failed unless told otherwise. As a resource it leaves
 * the failure that ended the work in front of one to record that end.
 */
final class RunEnd implements AutoCloseable {

  private final TrackedRun run;
  private RunStatus status = RunStatus.FAILED;

  /** The end of a run. */
  RunEnd(TrackedRun run) {
    this.run = run;
  }

  /** Says how the run ends. */
  void is(RunStatus ended) {
    status = ended;
  }

  @Override
  public void close() {
    run.finish(status);
  }
}
