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

  private static void await(CountDownLatch done) {
    STOP.request();
    if (!HEARD.get() || done.getCount() == 0) {
      return;
    }
    System.err.println(System.lineSeparator() + "stopping: the run saves a checkpoint first");
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the work; a signal meanwhile raises {@link #stop} and waits for the work to end. */
  static int guarded(IntSupplier work) {
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(done), "spot-interrupt"));
    try {
      return work.getAsInt();
    } finally {
      // From here on the hook does nothing.
      done.countDown();
    }
  }
}
