package org.spotrl.experiments.diagnostic;

import java.awt.Color;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/**
 * Numbers of a range as colours from dark blue over green to yellow: even to the eye, and still
 * ordered in grey and for the colour-blind.
 *
 * @param low number of the first colour; numbers below have it too
 * @param high number of the last colour
 */
record ColorScale(double low, double high) {

  /** Viridis (van der Walt and Smith 2015) at nine places, evenly spaced. */
  private static final int[] STOPS = {
    0x440154, 0x472c7a, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
  };

  private static final Color UNKNOWN = new Color(0xd0d0d0);

  /**
   * The scale from the least to the greatest of some values, those that are not finite aside.
   *
   * @param depth the scale ends this far below the greatest
   */
  static ColorScale over(double[] values, double depth) {
    DoubleSummaryStatistics finite =
        Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
    double high = finite.getMax();
    return finite.getCount() == 0
        ? new ColorScale(0, 0)
        : new ColorScale(Math.max(finite.getMin(), high - depth), high);
  }

  /** Where a number lies on the scale, from 0 to 1; one half if it has no width. */
  double share(double value) {
    double share = high > low ? (value - low) / (high - low) : 0.5;
    return Math.min(1, Math.max(0, share));
  }

  /** The number at a share of the scale. */
  double at(double share) {
    return low + (high - low) * share;
  }

  /** Digits after the point that distinguish numbers on the scale. */
  int decimals() {
    double range = high - low;
    return range > 0 ? (int) Math.max(0, Math.min(3, 1 - Math.floor(Math.log10(range)))) : 2;
  }

  /** The colour of a number; grey for one that is not finite. */
  Color of(double value) {
    if (!Double.isFinite(value)) {
      return UNKNOWN;
    }
    double place = share(value) * (STOPS.length - 1);
    int before = Math.min((int) place, STOPS.length - 2);
    return mix(STOPS[before], STOPS[before + 1], place - before);
  }

  private static Color mix(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = from >> shift & 0xff;
      int b = to >> shift & 0xff;
      mixed |= (int) Math.round(a + (b - a) * share) << shift;
    }
    return new Color(mixed);
  }
}
