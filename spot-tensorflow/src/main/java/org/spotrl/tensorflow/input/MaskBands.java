package org.spotrl.tensorflow.input;

/**
 * Reads two dropout masks from the same 16-bit numbers U. The first mask drops a unit if U is below
 * {@code width}, the second if U is in [{@code secondStart}, {@code secondStart} + {@code width}).
 * The bands overlap so that both masks drop a unit together as often as independent masks would, to
 * within 2^-17.
 *
 * @param width how many of the 65536 numbers drop a unit: the rate rounded up
 * @param secondStart start of the second band
 */
record MaskBands(int width, int secondStart) {

  private static final int VALUES = 1 << 16;

  static MaskBands of(double dropRate) {
    int width = (int) Math.ceil(dropRate * VALUES);
    int overlap = (int) Math.round((double) width * width / VALUES);
    return new MaskBands(width, width - overlap);
  }
}
