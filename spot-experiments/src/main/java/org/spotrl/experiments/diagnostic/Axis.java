package org.spotrl.experiments.diagnostic;

import java.util.List;
import org.spotrl.api.statistics.RoundNumbers;

/**
 * A range of numbers along an edge of a plot.
 *
 * @param low number at its start
 * @param high number at its end; above {@code low}
 */
record Axis(double low, double high) {

  /** Part of the range that is added at both ends of an axis over values. */
  private static final double SPACE = 0.06;

  /** An axis that has these values well within it; NaN and infinity aside. */
  static Axis around(double[] values) {
    ColorScale range = ColorScale.over(values, Double.POSITIVE_INFINITY);
    double space = Math.max(SPACE * (range.high() - range.low()), 1e-3);
    return new Axis(range.low() - space, range.high() + space);
  }

  /** Where a number is, from 0 at the start to 1 at the end, or beyond. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  /** Round numbers on the axis, evenly spaced, at most {@code count}. */
  List<Double> ticks(int count) {
    return RoundNumbers.multiples(low, high, step(count));
  }

  /** A tick as text, with the digits that distinguish it from the next one. */
  String label(double tick, int count) {
    return Pen.number(tick, (int) Math.max(0, -Math.floor(Math.log10(step(count)) + 1e-9)));
  }

  private double step(int count) {
    return RoundNumbers.step(low, high, count);
  }
}
