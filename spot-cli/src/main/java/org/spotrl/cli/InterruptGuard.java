package org.spotrl.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.spotrl.experiments.run.StopSignal;

/**
 * Turns Ctrl-C into an orderly stop: the training loop saves a checkpoint and closes its run before
 * the process ends.
 */
final class InterruptGuard {

  /** Longest wait for the loop to reach its next pause and save. */
  private static final long PATIENCE_SECONDS = 120;

  private static final StopSignal STOP = new StopSignal();
  private static final AtomicBoolean HEARD = new AtomicBoolean();

  private InterruptGuard() {}

  /**
   * The signal raised by Ctrl-C or a termination; one per process. Who asks for it promises to stop
   * soon after it is raised: the process waits for that.
   */
  static StopSignal stop() {
    HEARD.set(true);
    return STOP;
  }

  /** Runs the work; a signal meanwhile raises {@link #stop} and waits for the work to end. */
  static int guarded(IntSupplier work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              STOP.request();
              if (!HEARD.get()) {
                return;
              }
              System.err.println(
                  System.lineSeparator() + "stopping: the run saves a checkpoint first");
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
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has been released above.
      return code;
    }
    return code;
  }
}
