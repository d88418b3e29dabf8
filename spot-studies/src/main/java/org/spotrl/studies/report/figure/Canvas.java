package org.spotrl.studies.report.figure;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.List;

/** A surface for a figure. Lengths are in pixels; y points down. */
interface Canvas {

  /** Size of most texts. */
  double NORMAL = 13;

  /** Size of the numbers of an axis. */
  double SMALL = 12;

  /** Where a text is in relation to its x. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** A point. */
  record Point(double x, double y) {}

  /**
   * How a line looks.
   *
   * @param ink its colour
   * @param width its width
   * @param dashes lengths of dashes and gaps; empty for a solid line
   */
  record Stroke(Ink ink, double width, List<Integer> dashes) {

    static Stroke solid(Ink ink, double width) {
      return new Stroke(ink, width, List.of());
    }
  }

  /**
   * How a text looks.
   *
   * @param ink its colour
   * @param size height of its font
   * @param bold whether it is bold
   * @param upright false: turned to read from bottom to top
   */
  record TextStyle(Ink ink, double size, boolean bold, boolean upright) {

    static final TextStyle PLAIN = new TextStyle(Ink.TEXT, NORMAL, false, true);
    static final TextStyle BOLD = new TextStyle(Ink.TEXT, NORMAL, true, true);
    static final TextStyle NUMBER = new TextStyle(Ink.MUTED, SMALL, false, true);
    static final TextStyle TURNED = new TextStyle(Ink.TEXT, NORMAL, false, false);
  }

  /** A line through points. */
  void line(List<Point> points, Stroke stroke);

  /** A filled polygon. */
  void area(List<Point> points, Ink ink, double opacity);

  /** A text on one line; y is its base line. */
  void text(String text, double x, double y, Anchor anchor, TextStyle type);

  /** What is drawn within shows the note when the pointer is over it. */
  void noted(String note, Runnable drawing);

  /** A straight line. */
  default void line(double x0, double y0, double x1, double y1, Stroke stroke) {
    line(List.of(new Point(x0, y0), new Point(x1, y1)), stroke);
  }

  /** Width of a text, measured in Java's font; the font of a page is about as wide. */
  static double width(String text, TextStyle type) {
    Font font = new Font(Font.SANS_SERIF, type.bold() ? Font.BOLD : Font.PLAIN, 1);
    return font.deriveFont((float) type.size())
        .getStringBounds(text, new FontRenderContext(null, true, true))
        .getWidth();
  }

  /** The text, shortened at its end to a width. */
  static String fitting(String text, TextStyle type, double width) {
    String shown = text;
    for (int end = text.length() - 1; end > 0 && width(shown, type) > width; end--) {
      shown = text.substring(0, end).strip() + "…";
    }
    return shown;
  }
}
