package org.spotrl.experiments.run;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A request to stop at the next good moment, raised by Ctrl-C and read by the training loop. */
public final class StopSignal {

  private final AtomicBoolean requested = new AtomicBoolean();
  private final BooleanSupplier other;

  /** A signal of its own. */
  public StopSignal() {
    this.other = () -> false;
  }

  /** A signal that is also raised when another one is, but does not raise that. */
  public StopSignal(StopSignal other) {
    this.other = other::isRequested;
  }

  /** Asks the run to save a checkpoint and stop. */
  public void request() {
    requested.set(true);
  }

  /** True once a stop was asked for. */
  public boolean isRequested() {
    return requested.get() || other.getAsBoolean();
  }
}
