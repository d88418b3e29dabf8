package org.spotrl.experiments.picture;

import java.awt.Color;

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

  /** The colour of a number; grey for one that is not finite. */
  Color of(double value) {
    if (!Double.isFinite(value)) {
      return UNKNOWN;
    }
    double share = high > low ? (value - low) / (high - low) : 0.5;
    double place = Math.min(1, Math.max(0, share)) * (STOPS.length - 1);
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
