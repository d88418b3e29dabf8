package org.spotrl.studies.comparison;

import java.nio.charset.Charset;
import java.util.List;
import org.spotrl.mlflow.format.MetricPoint;

/**
 * Draws a curve as a line of text.
 *
 * @param levels characters from low to high
 * @param width maximum number of characters
 */
public record Sparkline(String levels, int width) {

  private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final String PLAIN = "_.-~=*#@";

  /** Uses Unicode blocks if the charset has them, else ASCII characters. */
  public static Sparkline forCharset(Charset charset, int width) {
    return new Sparkline(charset.newEncoder().canEncode(BLOCKS) ? BLOCKS : PLAIN, width);
  }

  /**
   * Draws values in their order. If there are more values than characters, each character shows the
   * mean of several values. A value that is not finite is drawn as '?'.
   *
   * @param low value of the lowest level
   * @param high value of the highest level
   */
  public String of(List<MetricPoint> points, double low, double high) {
    int n = points.size();
    int columns = Math.min(n, width);
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < columns; c++) {
      int from = (int) ((long) c * n / columns);
      int to = (int) ((long) (c + 1) * n / columns);
      double mean =
          points.subList(from, to).stream()
              .mapToDouble(MetricPoint::value)
              .average()
              .orElse(Double.NaN);
      line.append(Double.isFinite(mean) ? level(mean, low, high) : '?');
    }
    return line.toString();
  }

  private char level(double value, double low, double high) {
    double share = high > low ? (value - low) / (high - low) : 0.5;
    int index = (int) Math.floor(share * levels.length());
    return levels.charAt(Math.max(0, Math.min(levels.length() - 1, index)));
  }
}
