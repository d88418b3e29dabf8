package org.spotrl.experiments.run;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotRunException;

/**
 * Runs the same work on several threads until all of them end, one fails, or a stop is requested.
 */
public final class ParallelWork {

  private static final long STOP_CHECK_MILLIS = 100;

  private ParallelWork() {}

  /** The number of threads of a setting; 0 means one per core. */
  public static int threads(int setting) {
    return setting > 0 ? setting : Runtime.getRuntime().availableProcessors();
  }

  /**
   * Runs the work once on each thread. The work must end soon after its thread is interrupted.
   *
   * @param what names the work in messages, for example {@code an evaluation episode}
   * @throws SpotRunException if the work fails
   * @throws org.spotrl.api.error.SpotStoppedException if a stop is requested
   */
  public static void run(String what, int threads, StopSignal stop, Runnable work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      // In order of completion, so that a failure is seen before other threads end.
      CompletionService<Boolean> ended = new ExecutorCompletionService<>(pool);
      for (int i = 0; i < threads; i++) {
        ended.submit(work, true);
      }
      int running = threads;
      while (running > 0) {
        Future<Boolean> next = ended.poll(STOP_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
          stop.check();
        } else {
          next.get();
          running--;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SpotException known) {
        throw known;
      }
      throw new SpotRunException(what + " failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpotRunException(what + " was interrupted", e);
    } finally {
      // After a failure or a stop, the interrupt ends the other workers within a step.
      pool.shutdownNow();
      awaitEnd(what, pool);
    }
  }

  /** Waits for the workers: the caller may free the environment's native memory. */
  private static void awaitEnd(String what, ExecutorService pool) {
    try {
      if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new SpotRunException(what + " hangs in a step of its environment");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
