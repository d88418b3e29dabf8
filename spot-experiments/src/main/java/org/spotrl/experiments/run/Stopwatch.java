package org.spotrl.experiments.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Supplier;

/** Wall and CPU time spent in training, kept apart from evaluation and saving. Not thread-safe. */
final class Stopwatch {

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final long start = System.nanoTime();
  private long trainingNanos;
  private long updates;
  private long windowNanos;
  private long windowCpuNanos;
  private long windowUpdates;

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

  /** Wall time since this watch was made, in seconds. */
  double totalSeconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Wall time spent in training, in seconds. */
  double trainingSeconds() {
    return trainingNanos * 1e-9;
  }
}
