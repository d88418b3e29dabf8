package org.spotrl.cli.benchmark;

/**
 * The speed of one task, as medians over windows.
 *
 * @param task the task
 * @param updatesPerSecond updates per second of wall time
 * @param cpuMillis CPU time of the whole process per update, in milliseconds
 * @param productMillis CPU time of the bare matrix products of an update, in milliseconds
 * @param updates timed updates
 */
public record BenchmarkResult(
    BenchmarkTask task,
    double updatesPerSecond,
    double cpuMillis,
    double productMillis,
    long updates) {

  /** Share of an update's time that the matrix products alone need; 1 is the maximum. */
  public double shareOfLimit() {
    return productMillis / cpuMillis;
  }
}
