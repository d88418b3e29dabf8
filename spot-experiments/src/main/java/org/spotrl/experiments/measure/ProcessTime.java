package org.spotrl.experiments.measure;

/**
 * Time that a process took.
 *
 * @param wallNanos time on the clock, in nanoseconds
 * @param cpuNanos time of all its threads on processors, in nanoseconds
 */
public record ProcessTime(long wallNanos, long cpuNanos) {

  /** None. */
  public static final ProcessTime ZERO = new ProcessTime(0, 0);

  /** Both times together. */
  public ProcessTime plus(ProcessTime other) {
    return new ProcessTime(wallNanos + other.wallNanos, cpuNanos + other.cpuNanos);
  }

  /** This without the other. */
  public ProcessTime minus(ProcessTime other) {
    return new ProcessTime(wallNanos - other.wallNanos, cpuNanos - other.cpuNanos);
  }

  /** The time on the clock in seconds. */
  public double wallSeconds() {
    return wallNanos / 1e9;
  }

  /** The time on processors in seconds. */
  public double cpuSeconds() {
    return cpuNanos / 1e9;
  }
}
