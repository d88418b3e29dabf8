package org.spotrl.api.statistics;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Round numbers within a range, for the axis of a plot: the multiples of 1, 2 or 5 times a power of
 * ten.
 */
public final class RoundNumbers {

  private static final double[] FACTORS = {1, 2, 5};

  /** Relative tolerance, as 0.3 / 0.1 is less than 3. */
  private static final double ROUNDING = 1e-9;

  private RoundNumbers() {}

  /**
   * The smallest distance at which a range holds at most {@code count} round numbers.
   *
   * @param low start of the range
   * @param high its end, above {@code low}
   * @param count at least 1
   */
  public static double step(double low, double high, int count) {
    for (double power = Math.pow(10, Math.floor(Math.log10((high - low) / count))); ; power *= 10) {
      for (double factor : FACTORS) {
        double step = factor * power;
        if (last(high, step) - first(low, step) < count) {
          return step;
        }
      }
    }
  }

  /** The multiples of a step from {@code low} to {@code high}, both included. */
  public static List<Double> multiples(double low, double high, double step) {
    return LongStream.rangeClosed(first(low, step), last(high, step))
        .mapToObj(i -> i * step)
        .toList();
  }

  private static long first(double low, double step) {
    return (long) Math.ceil(low / step - ROUNDING);
  }

  private static long last(double high, double step) {
    return (long) Math.floor(high / step + ROUNDING);
  }
}
