package org.spotrl.api.statistics;

/**
 * Mean, standard deviation, minimum and maximum of a stream of numbers (Welford's algorithm). Not
 * thread-safe.
 */
public final class RunningStatistics {

  private int count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Adds a number. */
  public void add(double value) {
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Count of the numbers. */
  public int count() {
    return count;
  }

  /** Mean; NaN without numbers. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Population standard deviation; NaN without numbers. */
  public double std() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }

  /** Sample standard deviation (divisor n - 1); NaN for fewer than two numbers. */
  public double sampleStd() {
    return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
  }

  /** Minimum; NaN without numbers. */
  public double min() {
    return count == 0 ? Double.NaN : min;
  }

  /** Maximum; NaN without numbers. */
  public double max() {
    return count == 0 ? Double.NaN : max;
  }
}
