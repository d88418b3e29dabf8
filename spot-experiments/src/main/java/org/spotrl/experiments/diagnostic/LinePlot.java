package org.spotrl.experiments.diagnostic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * Draws landscapes along the line from the data's action to the policy's, each on a scale of its
 * own: whether the critic promises more there, and how fast the data thins out.
 */
final class LinePlot {

  /** Its height with all that belongs to it, in pixels. */
  static final int HEIGHT = 182;

  /** Room for numbers on either side. */
  static final int MARGIN = 36;

  private static final int TOP = 24;
  private static final int PLOT = 128;
  private static final int INSET = 6;
  private static final List<Color> COLORS = List.of(new Color(0x2166ac), new Color(0xc25a00));
  private static final BasicStroke DASHED =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {3, 3}, 0);

  private final Pen pen;
  private final ActionLine line;
  private final int y;
  private final int width;

  /** A plot over the page's width, from y on. */
  LinePlot(Pen pen, ActionLine line, int y) {
    this.pen = pen;
    this.line = line;
    this.y = y + TOP;
    this.width = pen.width() - 2 * MARGIN;
  }

  /** Draws these landscapes, at most two: the first has its numbers at the left. */
  void draw(List<Landscape> landscapes) {
    pen.text(Pen.PLAIN, Pen.INK, "from the data's action to the policy's", MARGIN, y - 7);
    frame();
    for (int i = 0; i < landscapes.size(); i++) {
      double[] values = landscapes.get(i).along();
      ColorScale scale = ColorScale.over(values, landscapes.get(i).depth());
      curve(values, scale, COLORS.get(i));
      numbers(scale, COLORS.get(i), i == 0);
    }
    pen.dataMark(x(0), y + PLOT);
    pen.policyMark(x(1), y + PLOT);
    int at = MARGIN;
    for (int i = 0; i < landscapes.size(); i++) {
      String title = landscapes.get(i).title();
      pen.text(Pen.SMALL, COLORS.get(i), title, at, y + PLOT + 22);
      at += pen.width(Pen.SMALL, title) + 16;
    }
  }

  private void frame() {
    for (int place = 0; place <= 1; place++) {
      long x = Math.round(x(place));
      pen.draw(new Line2D.Double(x, y, x, y + PLOT), Pen.FAINT, DASHED);
    }
    pen.frame(MARGIN, y, width, PLOT);
  }

  /** A line through the values; it has gaps where they are not finite. */
  private void curve(double[] values, ColorScale scale, Color color) {
    Path2D curve = new Path2D.Double();
    boolean drawing = false;
    for (int i = 0; i < ActionLine.POINTS; i++) {
      double value = values[i];
      double x = MARGIN + width * (double) i / (ActionLine.POINTS - 1);
      if (!Double.isFinite(value)) {
        drawing = false;
      } else if (drawing) {
        curve.lineTo(x, y(scale, value));
      } else {
        curve.moveTo(x, y(scale, value));
        drawing = true;
      }
    }
    pen.draw(curve, color, new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private void numbers(ColorScale scale, Color color, boolean left) {
    boolean flat = scale.high() <= scale.low();
    for (double share : flat ? new double[] {0.5} : new double[] {0, 1}) {
      double value = scale.at(share);
      String number = Pen.number(value, scale.decimals());
      int x = left ? MARGIN - 5 - pen.width(Pen.SMALL, number) : MARGIN + width + 5;
      pen.text(Pen.SMALL, color, number, x, (int) Math.round(y(scale, value)) + 4);
    }
  }

  private double x(double place) {
    return MARGIN + width * line.share(place);
  }

  private double y(ColorScale scale, double value) {
    return y + PLOT - INSET - (PLOT - 2 * INSET) * scale.share(value);
  }
}
