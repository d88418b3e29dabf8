package org.spotrl.cli;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.spotrl.experiments.run.StopSignal;

/**
 * Stops a run on Ctrl-C or SIGTERM: the run saves its state, then the process ends. A second Ctrl-C
 * ends the process at once. A command without runs ends at once, too.
 */
final class InterruptGuard {

  /** Longest wait for a run to save. */
  static final long SAVING_SECONDS = 120;

  /** Longest wait for work that has nothing to save. */
  private static final long NOTHING_TO_SAVE_SECONDS = 3;

  /** 128 and the number of SIGINT, as shells report it. */
  private static final int INTERRUPTED = 130;

  private static final StopSignal STOP = new StopSignal();
  private static final AtomicBoolean HEARD = new AtomicBoolean();

  private InterruptGuard() {}

  /**
   * The signal that Ctrl-C and SIGTERM raise; one per process. The caller must stop soon after it
   * is raised, because the process waits for that.
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
    boolean canHurry = onNextInterrupt(outcome);
    System.err.println(
        System.lineSeparator()
            + "stopping: "
            + outcome.text()
            + (outcome.saves() && canHurry ? " (Ctrl-C again: ends at once, without it)" : ""));
    try {
      done.await(outcome.saves() ? SAVING_SECONDS : NOTHING_TO_SAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes the next Ctrl-C end the process; false if this Java cannot. Java itself ignores signals
   * while its shutdown hooks run. By reflection: the compiler warns of every use of {@code
   * sun.misc}, and nothing else handles signals.
   */
  private static boolean onNextInterrupt(StopSignal.Outcome outcome) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object end =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                System.err.println("ended at once: " + outcome.ifEndedAtOnce());
                Runtime.getRuntime().halt(INTERRUPTED);
                return proxy;
              });
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, end);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
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
