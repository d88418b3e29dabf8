package org.spotrl.studies.report.figure;

import java.util.List;
import org.spotrl.studies.report.figure.Canvas.Anchor;
import org.spotrl.studies.report.figure.Canvas.Point;
import org.spotrl.studies.report.figure.Canvas.Stroke;
import org.spotrl.studies.report.figure.Canvas.TextStyle;

/**
 * The rectangle of a chart with its axes.
 *
 * @param x horizontal axis
 * @param y vertical axis
 * @param left left edge, in pixels
 * @param top upper edge
 * @param right right edge
 * @param bottom lower edge
 */
record Frame(Axis x, Axis y, double left, double top, double right, double bottom) {

  private static final Stroke GRID = Stroke.solid(Ink.GRID, 1);
  private static final double LINE = 20;
  private static final Stroke EDGE = Stroke.solid(Ink.AXIS, 1);

  double x(double value) {
    return left + (right - left) * x.share(value);
  }

  double y(double value) {
    return bottom - (bottom - top) * y.share(value);
  }

  Point point(double xValue, double yValue) {
    return new Point(x(xValue), y(yValue));
  }

  /** Draws the horizontal axis with vertical grid lines. */
  void drawX(Canvas canvas) {
    double before = -1e9;
    for (double tick : x.ticks()) {
      double at = x(tick);
      String number = x.number(tick);
      canvas.line(at, top, at, bottom, GRID);
      double width = Canvas.width(number, TextStyle.NUMBER);
      // Numbers that would overlap are left out; their grid lines stay.
      if (at - width / 2 > before + 6) {
        canvas.text(number, at, bottom + 17, Anchor.MIDDLE, TextStyle.NUMBER);
        before = at + width / 2;
      }
    }
    canvas.line(left, bottom, right, bottom, EDGE);
    canvas.text(x.label(), (left + right) / 2, bottom + 37, Anchor.MIDDLE, TextStyle.PLAIN);
  }

  /** Draws the vertical axis with horizontal grid lines. */
  void drawY(Canvas canvas) {
    for (double tick : y.ticks()) {
      canvas.line(left, y(tick), right, y(tick), GRID);
      canvas.text(y.number(tick), left - 7, y(tick) + 4, Anchor.END, TextStyle.NUMBER);
    }
    canvas.text(y.label(), left - 44, (top + bottom) / 2, Anchor.MIDDLE, TextStyle.TURNED);
  }

  /** Draws one entry of a legend. */
  private interface Entry {
    void draw(Series series, String label, double x, double below);
  }

  /** Height of a legend. */
  static double legendHeight(List<Series> series, double width) {
    return place(series, width, (each, label, x, below) -> {}) + LINE;
  }

  /** Draws a legend; the base line of its first line is y. */
  static void legend(Canvas canvas, List<Series> series, double left, double y, double width) {
    place(
        series,
        width,
        (each, label, x, below) -> {
          double line = y + below;
          canvas.line(left + x, line - 4, left + x + 20, line - 4, each.stroke());
          each.mark(canvas, left + x + 10, line - 4);
          canvas.text(label, left + x + 26, line, Anchor.START, TextStyle.PLAIN);
        });
  }

  private static double place(List<Series> series, double width, Entry entry) {
    double x = 0;
    double below = 0;
    for (Series each : series) {
      String label = Canvas.fitting(each.label(), TextStyle.PLAIN, width - 30);
      double needed = 26 + Canvas.width(label, TextStyle.PLAIN);
      if (x > 0 && x + needed > width) {
        x = 0;
        below += LINE;
      }
      entry.draw(each, label, x, below);
      x += needed + 18;
    }
    return below;
  }
}
