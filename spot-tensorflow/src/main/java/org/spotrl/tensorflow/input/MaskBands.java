package org.spotrl.tensorflow.input;

/**
 * How two dropout masks are read from the same 16-bit numbers U: the first drops a unit if U is
 * below {@code width}, the second if it lies in [{@code secondStart}, {@code secondStart} + {@code
 * width}). The overlap of the bands makes both drop it as often as independent masks would, to
 * within 2^-17.
 *
 * @param width numbers, of 65536, at which a unit is dropped: the rate rounded up
 * @param secondStart where the second band starts
 */
record MaskBands(int width, int secondStart) {

  private static final int VALUES = 1 << 16;

  static MaskBands of(double dropRate) {
    int width = (int) Math.ceil(dropRate * VALUES);
    int overlap = (int) Math.round((double) width * width / VALUES);
    return new MaskBands(width, width - overlap);
  }
}
