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
 * Records system metrics at an interval, in its own thread, with the steps 0, 1, 2, ... as MLflow
 * does.
 *
 * <p>A resumed run continues after the last step before its checkpoint. Later samples are dropped,
 * as all metrics after the checkpoint.
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
   * @param figures the current metrics
   * @param failed called by the sampler's thread with the reason if a sample cannot be recorded;
   *     sampling then ends and the run continues
   */
  public SystemSampler(
      TrackedRun run, Supplier<Map<String, Double>> figures, Consumer<String> failed) {
    this.run = run;
    this.figures = figures;
    this.failed = failed;
  }

  /** Samples now and after each interval. An interval of zero means never. */
  @SuppressWarnings("FutureReturnValueIgnored") // trySample catches all failures
  public void start(Duration interval) {
    if (!interval.isZero()) {
      thread.scheduleAtFixedRate(this::trySample, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * The run's {@link TrackedRun#moment}, taken between two samples. {@link #measures} counts the
   * samples before it.
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

  /** Ends sampling; nothing is recorded after this returns. */
  @Override
  public void close() {
    // Without an interrupt, which would close the file that the thread writes.
    thread.shutdown();
    synchronized (this) {
      closed = true;
    }
  }

  void sample() {
    // Outside the lock, because the training thread waits for it when it saves.
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
      // LinkageError: oshi's JNA cannot load its native library.
      thread.shutdown();
      failed.accept(String.valueOf(e.getMessage()));
    }
  }
}
