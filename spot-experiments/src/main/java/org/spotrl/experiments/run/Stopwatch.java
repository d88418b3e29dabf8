package org.spotrl.experiments.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Wall and CPU time of a run; that of training is kept apart from evaluation and saving. Not
 * thread-safe.
 */
final class Stopwatch {

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final long start = System.nanoTime();
  private final long millisBefore;
  private long trainingNanos;
  private long updates;
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

  /** Runs a chunk of training and counts its time. */
  Map<String, Double> training(int count, Supplier<Map<String, Double>> chunk) {
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    Map<String, Double> metrics = chunk.get();
    long took = System.nanoTime() - wall;
    trainingNanos += took;
    updates += count;
    windowNanos += took;
    windowCpuNanos += system.getProcessCpuTime() - cpu;
    windowUpdates += count;
    return metrics;
  }

  /** Figures of the time since the last call, under {@code time/}; starts a new window. */
  Map<String, Double> window() {
    if (windowUpdates == 0) {
      return Map.of();
    }
    Map<String, Double> figures =
        Map.of(
            "time/updates_per_second", windowUpdates / (windowNanos * 1e-9),
            "time/cpu_ms_per_update", windowCpuNanos * 1e-6 / windowUpdates,
            "time/total_seconds", totalSeconds());
    windowNanos = 0;
    windowCpuNanos = 0;
    windowUpdates = 0;
    return figures;
  }

  /** Updates per second of training since the start; 0 before the first. */
  double updatesPerSecond() {
    return updates == 0 ? 0 : updates / (trainingNanos * 1e-9);
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
