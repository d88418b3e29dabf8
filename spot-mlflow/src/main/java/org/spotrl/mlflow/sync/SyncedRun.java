package org.spotrl.mlflow.sync;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.spotrl.api.tracking.ForwardingRun;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;

/** A run that is recorded in a folder and followed from there. */
final class SyncedRun extends ForwardingRun {

  private final Consumer<RunStatus> atEnd;
  private final AtomicBoolean finished = new AtomicBoolean();

  /**
   * A run in a folder.
   *
   * @param atEnd is called once, when the run has ended there
   */
  SyncedRun(TrackedRun folder, Consumer<RunStatus> atEnd) {
    super(folder);
    this.atEnd = atEnd;
  }

  @Override
  public void finish(RunStatus status) {
    try {
      super.finish(status);
    } finally {
      if (finished.compareAndSet(false, true)) {
        atEnd.accept(status);
      }
    }
  }
}
