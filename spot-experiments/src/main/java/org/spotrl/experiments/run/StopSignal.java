package org.spotrl.experiments.run;

import java.util.concurrent.atomic.AtomicBoolean;

/** A request to stop at the next good moment, raised by Ctrl-C and read by the training loop. */
public final class StopSignal {

  private final AtomicBoolean requested = new AtomicBoolean();

  /** Asks the run to save a checkpoint and stop. */
  public void request() {
    requested.set(true);
  }

  /** True once a stop was asked for. */
  public boolean isRequested() {
    return requested.get();
  }
}
