package org.spotrl.experiments.measure;

/**
 * Wall and CPU time of a process.
 *
 * @param wallNanos wall time in nanoseconds
 * @param cpuNanos CPU time of all threads in nanoseconds
 */
public record ProcessTime(long wallNanos, long cpuNanos) {

  /** No time. */
  public static final ProcessTime ZERO = new ProcessTime(0, 0);

  /** The sum. */
  public ProcessTime plus(ProcessTime other) {
    return new ProcessTime(wallNanos + other.wallNanos, cpuNanos + other.cpuNanos);
  }

  /** The difference. */
  public ProcessTime minus(ProcessTime other) {
    return new ProcessTime(wallNanos - other.wallNanos, cpuNanos - other.cpuNanos);
  }

  /** Wall time in seconds. */
  public double wallSeconds() {
    return wallNanos / 1e9;
  }

  /** CPU time in seconds. */
  public double cpuSeconds() {
    return cpuNanos / 1e9;
  }
}
