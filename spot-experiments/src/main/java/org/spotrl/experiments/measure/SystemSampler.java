package org.spotrl.experiments.measure;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Records figures of the system at an interval, by a thread of its own, with the steps 0, 1, 2, ...
 * that MLflow gives its system metrics.
 *
 * <p>A resumed run continues with the step after the last one of its checkpoint: later samples are
 * dropped with everything else that was recorded after the checkpoint.
 */
public final class SystemSampler implements Measured, AutoCloseable {

  private static final String SAMPLES = "system.samples";

  private final TrackedRun run;
  private final Supplier<Map<String, Double>> figures;
  private final Consumer<String> failed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "spot-system-metrics");
            made.setDaemon(true);
            return made;
          });
  private long next;
  private long nextAtMoment;
  private boolean closed;

  /**
   * A sampler that does nothing until {@link #start}.
   *
   * @param figures metrics of the moment in which it is asked
   * @param failed gets the reason, from the sampler's thread, if a sample cannot be recorded; there
   *     are no more then, and the run continues
   */
  public SystemSampler(
      TrackedRun run, Supplier<Map<String, Double>> figures, Consumer<String> failed) {
    this.run = run;
    this.figures = figures;
    this.failed = failed;
  }

  /** Samples now and after each interval; never for an interval of zero. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing gets out of a sample
  public void start(Duration interval) {
    if (!interval.isZero()) {
      thread.scheduleAtFixedRate(this::trySample, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * The run's {@link TrackedRun#moment}, with no sample half on either side of it; {@link
   * #measures} counts the samples before it.
   */
  public synchronized long moment() {
    nextAtMoment = next;
    return run.moment();
  }

  @Override
  public synchronized Map<String, Double> measures() {
    return Map.of(SAMPLES, (double) nextAtMoment);
  }

  @Override
  public synchronized void resumeFrom(Map<String, Double> measures) {
    next = measures.getOrDefault(SAMPLES, 0.0).longValue();
    nextAtMoment = next;
  }

  /** Ends sampling; nothing is recorded once this has returned. */
  @Override
  public void close() {
    // Not interrupted: that would close the file it may be writing.
    thread.shutdown();
    synchronized (this) {
      closed = true;
    }
  }

  void sample() {
    // Outside of the lock, which the training thread waits for when it saves.
    Map<String, Double> now = figures.get();
    synchronized (this) {
      if (!closed) {
        run.metrics(next, now);
        next++;
      }
    }
  }

  private void trySample() {
    try {
      sample();
    } catch (RuntimeException | LinkageError e) {
      // A LinkageError where JNA, which oshi uses, cannot load its native library.
      thread.shutdown();
      failed.accept(String.valueOf(e.getMessage()));
    }
  }
}
