package org.spotrl.experiments.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.spotrl.api.learning.TrainingPhase;

/**
 * Wall and CPU time of a run; that of training is kept apart from evaluation and saving. Not
 * thread-safe.
 */
final class Stopwatch {

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final long start = System.nanoTime();
  private final long millisBefore;
  private long policyNanos;
  private long policyUpdates;
  private long windowNanos;
  private long windowCpuNanos;
  private long windowUpdates;

  /**
   * A watch that starts now.
   *
   * @param millisBefore what the run had taken before this process took it up, in milliseconds
   */
  Stopwatch(long millisBefore) {
    this.millisBefore = millisBefore;
  }

  /** Trains a chunk and counts its time. */
  Map<String, Double> training(TrainingPhase phase, int count) {
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    Map<String, Double> metrics = phase.train(count);
    long took = System.nanoTime() - wall;
    if (phase.trainsPolicy()) {
      policyNanos += took;
      policyUpdates += count;
    }
    windowNanos += took;
    windowCpuNanos += system.getProcessCpuTime() - cpu;
    windowUpdates += count;
    return metrics;
  }

  /**
   * Figures of the time since the last call, under {@code time/} and named by the phase, whose
   * updates are their steps; starts a new window.
   */
  Map<String, Double> window(TrainingPhase phase) {
    if (windowUpdates == 0) {
      return Map.of();
    }
    Map<String, Double> figures =
        Map.of(
            "time/" + phase.name() + "_updates_per_second",
            windowUpdates / (windowNanos * 1e-9),
            "time/" + phase.name() + "_cpu_ms_per_update",
            windowCpuNanos * 1e-6 / windowUpdates);
    windowNanos = 0;
    windowCpuNanos = 0;
    windowUpdates = 0;
    return figures;
  }

  /** Policy updates per second of their training; 0 before the first. */
  double policyUpdatesPerSecond() {
    return policyUpdates == 0 ? 0 : policyUpdates / (policyNanos * 1e-9);
  }

  /** Wall time of the run in all processes that worked on it, in seconds. */
  double totalSeconds() {
    return millisBefore * 1e-3 + (System.nanoTime() - start) * 1e-9;
  }

  /** The same in whole milliseconds. */
  long totalMillis() {
    return Math.round(totalSeconds() * 1e3);
  }
}
