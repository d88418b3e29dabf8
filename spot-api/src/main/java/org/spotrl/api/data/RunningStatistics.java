package org.spotrl.api.data;

/**
 * Mean, population standard deviation and range of numbers that come one by one (Welford's
 * recurrence). Not thread-safe.
 */
public final class RunningStatistics {

  private int count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Takes one more number into account. */
  public void add(double value) {
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** How many numbers came. */
  public int count() {
    return count;
  }

  /** Their mean; NaN without numbers. */
  public double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Their population standard deviation; NaN without numbers. */
  public double std() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }

  /** Their sample standard deviation, with n - 1 below; NaN for fewer than two numbers. */
  public double sampleStd() {
    return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
  }

  /** The smallest; NaN without numbers. */
  public double min() {
    return count == 0 ? Double.NaN : min;
  }

  /** The largest; NaN without numbers. */
  public double max() {
    return count == 0 ? Double.NaN : max;
  }
}
