package org.spotrl.experiments.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.spotrl.experiments.run.StopSignal;

/**
 * Turns Ctrl-C into an orderly stop: the training loop saves a checkpoint and closes its run before
 * the process ends.
 */
final class InterruptGuard {

  /** Longest wait for the loop to reach its next pause and save. */
  private static final long PATIENCE_SECONDS = 120;

  /** Raised on Ctrl-C or a termination signal; one per process. */
  static final StopSignal STOP = new StopSignal();

  private InterruptGuard() {}

  /** Runs the work; a signal meanwhile raises {@link #STOP} and waits for the work to end. */
  static int guarded(IntSupplier work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              STOP.request();
              try {
                done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "spot-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    int code;
    try {
      code = work.getAsInt();
    } finally {
      done.countDown();
    }
    if (!STOP.isRequested()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    return code;
  }
}
