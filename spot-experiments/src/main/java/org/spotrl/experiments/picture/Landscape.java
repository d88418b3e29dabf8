package org.spotrl.experiments.picture;

import java.util.Arrays;

/**
 * A function of the action over an {@link ActionSquare}.
 *
 * @param title what it is, with its unit
 * @param cells its values at the middles of the cells
 * @param atData its value at the data's action
 * @param atPolicy its value at the policy's action
 * @param depth numbers further than this below the greatest share one colour; infinite: none do
 */
@SuppressWarnings("ArrayRecordComponent") // used within this package, never compared
record Landscape(String title, double[] cells, double atData, double atPolicy, double depth) {

  /** A landscape of the values at {@link ActionSquare#actions} of the data and of the policy. */
  static Landscape of(String title, double[] values, double depth) {
    int count = ActionSquare.SIDE * ActionSquare.SIDE;
    return new Landscape(
        title, Arrays.copyOf(values, count), values[count], values[count + 1], depth);
  }

  /** The colours of its numbers. */
  ColorScale scale() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : cells) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return high < low ? new ColorScale(0, 0) : new ColorScale(Math.max(low, high - depth), high);
  }

  /** Digits after the point by which numbers of this landscape can be told apart. */
  int decimals() {
    ColorScale scale = scale();
    double range = scale.high() - scale.low();
    return range > 0 ? (int) Math.max(0, Math.min(3, 1 - Math.floor(Math.log10(range)))) : 2;
  }

  /** True if numbers below the scale's lowest share its colour. */
  boolean isCut() {
    double lowest = scale().low();
    return Arrays.stream(cells).anyMatch(value -> value < lowest);
  }
}
