package org.spotrl.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.spotrl.experiments.run.StopSignal;

/**
 * Turns Ctrl-C and a scheduler's request to end into an orderly stop: a run saves what can be saved
 * and is closed before the process ends. A command without runs ends at once.
 */
final class InterruptGuard {

  /** Longest wait for a run to save. */
  private static final long SAVING_SECONDS = 120;

  /** Seconds that work with nothing to save has to end by itself. */
  private static final long NOTHING_TO_SAVE_SECONDS = 3;

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
    StopSignal.Outcome outcome = STOP.request();
    if (!HEARD.get() || done.getCount() == 0) {
      return;
    }
    System.err.println(System.lineSeparator() + "stopping: " + outcome.text());
    try {
      done.await(outcome.saves() ? SAVING_SECONDS : NOTHING_TO_SAVE_SECONDS, TimeUnit.SECONDS);
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
