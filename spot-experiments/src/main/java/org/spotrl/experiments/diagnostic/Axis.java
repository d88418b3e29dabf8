package org.spotrl.experiments.diagnostic;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of numbers along an edge of a plot.
 *
 * @param low number at its start
 * @param high number at its end; above {@code low}
 */
record Axis(double low, double high) {

  private static final double[] STEPS = {1, 2, 5, 10};

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
    double step = step(count);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** A tick as text, with the digits that distinguish it from the next one. */
  String label(double tick, int count) {
    return Pen.number(tick, (int) Math.max(0, -Math.floor(Math.log10(step(count)) + 1e-9)));
  }

  /** The distance between marks: a round number that gives at most {@code count} marks. */
  private double step(int count) {
    double power = Math.pow(10, Math.floor(Math.log10((high - low) / count)));
    for (double factor : STEPS) {
      double step = factor * power;
      if (Math.floor(high / step) - Math.ceil(low / step) < count) {
        return step;
      }
    }
    return 20 * power;
  }
}
