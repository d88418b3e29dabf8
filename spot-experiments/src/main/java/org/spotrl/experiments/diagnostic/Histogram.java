package org.spotrl.experiments.diagnostic;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.Arrays;

/** Draws a histogram of numbers, such as the returns of a data set. */
public final class Histogram {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int MARGIN = 48;
  private static final int TOP = 36;
  private static final int BINS = 40;
  private static final Color BAR = new Color(0x2166ac);

  private Histogram() {}

  /**
   * The counts of equal ranges from the least to the greatest number, the last range with its end.
   * All numbers are in the first range if they are equal.
   */
  public static int[] counts(double[] values, int bins) {
    double low = Arrays.stream(values).min().orElse(0);
    double width = (Arrays.stream(values).max().orElse(0) - low) / bins;
    int[] counts = new int[bins];
    for (double value : values) {
      counts[width > 0 ? Math.min(bins - 1, (int) ((value - low) / width)) : 0]++;
    }
    return counts;
  }

  /**
   * A picture in the PNG format: a bar for each of forty ranges.
   *
   * @param values at least one finite number
   */
  public static byte[] png(String title, double[] values) {
    Pen.requireText();
    int[] counts = counts(values, BINS);
    int most = Arrays.stream(counts).max().orElse(0);
    ColorScale range = ColorScale.over(values, Double.POSITIVE_INFINITY);
    int width = WIDTH - 2 * MARGIN;
    int height = HEIGHT - TOP - MARGIN;
    try (Pen pen = new Pen(WIDTH, HEIGHT)) {
      pen.text(Pen.BOLD, Pen.INK, title, MARGIN, TOP - 14);
      pen.graphics().setColor(BAR);
      for (int bin = 0; bin < BINS; bin++) {
        int left = MARGIN + width * bin / BINS;
        int right = MARGIN + width * (bin + 1) / BINS;
        int bar = (int) Math.ceil((double) height * counts[bin] / most);
        pen.graphics().fill(new Rectangle(left, TOP + height - bar, right - left - 1, bar));
      }
      pen.frame(MARGIN, TOP, width, height);
      for (double share : new double[] {0, 0.25, 0.5, 0.75, 1}) {
        String number = Pen.number(range.at(share), range.decimals());
        int x = MARGIN + (int) Math.round(width * share) - pen.width(Pen.SMALL, number) / 2;
        pen.text(Pen.SMALL, Pen.INK, number, x, TOP + height + 16);
      }
      String top = String.valueOf(most);
      pen.text(Pen.SMALL, Pen.INK, top, MARGIN - 6 - pen.width(Pen.SMALL, top), TOP + 8);
      pen.text(Pen.SMALL, Pen.FAINT, "episodes", 2, TOP - 14);
      return pen.png();
    }
  }
}
