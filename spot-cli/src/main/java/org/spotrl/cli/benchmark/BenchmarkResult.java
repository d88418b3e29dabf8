package org.spotrl.cli.benchmark;

/**
 * The speed of one task; medians over windows.
 *
 * @param task what was timed
 * @param updatesPerSecond by the clock on the wall
 * @param cpuMillis CPU time of the whole process per update, in milliseconds
 * @param productMillis CPU time of the bare matrix products of an update, in milliseconds, run by
 *     TensorFlow with the same settings in windows between those of the task
 * @param updates updates that were timed
 */
public record BenchmarkResult(
    BenchmarkTask task,
    double updatesPerSecond,
    double cpuMillis,
    double productMillis,
    long updates) {

  /** Share of an update's time that the matrix products alone would need: 1 is the limit. */
  public double shareOfLimit() {
    return productMillis / cpuMillis;
  }
}
