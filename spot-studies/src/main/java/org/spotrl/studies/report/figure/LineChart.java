package org.spotrl.studies.report.figure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spotrl.studies.report.figure.Canvas.Point;
import org.spotrl.studies.report.figure.Canvas.Stroke;

/**
 * Curves and points over two axes, with a legend above.
 *
 * @param x horizontal axis
 * @param y vertical axis
 * @param curves what it shows
 */
public record LineChart(Axis x, Axis y, List<Curve> curves) {

  private static final double LEFT = 62;
  private static final double RIGHT = 14;
  private static final double PLOT = 230;
  private static final double BELOW = 46;
  private static final double BAND = 0.16;

  /** Notes of a line; more would make a page large. */
  private static final int MOST_NOTES = 40;

  /** How a curve looks. */
  public enum Style {
    /** A line with a band. */
    BAND,
    /** A line with markers and vertical bars. */
    BARS,
    /** Markers and bars without a line. */
    POINTS,
    /** A thin grey line that joins points of other curves; not in the legend. */
    LINK
  }

  /**
   * One curve.
   *
   * @param series its look
   * @param style its style
   * @param samples its points, from left to right
   */
  public record Curve(Series series, Style style, List<Sample> samples) {

    /** Copies the samples. */
    public Curve {
      samples = List.copyOf(samples);
    }
  }

  /**
   * A point of a curve.
   *
   * @param x horizontal value
   * @param y vertical value
   * @param low lower end of its bar or band; NaN for none
   * @param high upper end of its bar or band; NaN for none
   * @param label text beside the point; may be empty. Left out where there is no place for it
   * @param note text that is shown when the pointer is over it
   */
  public record Sample(double x, double y, double low, double high, String label, String note) {}

  /** Copies the curves. */
  public LineChart {
    curves = List.copyOf(curves);
  }

  /** The chart as a figure. */
  public Figure figure(String name, String title, String text) {
    List<Series> shown =
        curves.stream().filter(c -> c.style() != Style.LINK).map(Curve::series).toList();
    double width = Figure.WIDTH - LEFT - RIGHT;
    double top = Frame.legendHeight(shown, width) + 8;
    Frame frame = new Frame(x, y, LEFT, top, LEFT + width, top + PLOT);
    return new Figure(
        name,
        title,
        text,
        Figure.WIDTH,
        (int) Math.ceil(top + PLOT + BELOW),
        canvas -> {
          Frame.legend(canvas, shown, LEFT, 14, width);
          frame.drawY(canvas);
          frame.drawX(canvas);
          // Below all lines, so that no band dulls the line of another curve.
          curves.stream()
              .filter(curve -> curve.style() == Style.BAND)
              .forEach(curve -> band(canvas, frame, curve));
          curves.forEach(curve -> draw(canvas, frame, curve));
          new PointLabels(frame, marked()).draw(canvas);
        });
  }

  /** The samples that are drawn as a mark with a bar. */
  private List<Sample> marked() {
    return curves.stream()
        .filter(curve -> curve.style() == Style.BARS || curve.style() == Style.POINTS)
        .flatMap(curve -> curve.samples().stream())
        .toList();
  }

  private static void draw(Canvas canvas, Frame frame, Curve curve) {
    List<Sample> samples = curve.samples();
    List<Point> points = samples.stream().map(s -> frame.point(s.x(), s.y())).toList();
    switch (curve.style()) {
      case BAND -> {
        canvas.line(points, curve.series().stroke());
        // Nothing to see, but the pointer finds it.
        int every = 1 + samples.size() / MOST_NOTES;
        for (int i = samples.size() - 1; i >= 0; i -= every) {
          Sample noted = samples.get(i);
          canvas.noted(noted.note(), () -> canvas.area(spot(frame, noted), Ink.TEXT, 0));
        }
      }
      case BARS -> {
        canvas.line(points, curve.series().stroke());
        samples.forEach(s -> mark(canvas, frame, curve.series(), s));
      }
      case POINTS -> samples.forEach(s -> mark(canvas, frame, curve.series(), s));
      case LINK -> canvas.line(points, new Stroke(Ink.AXIS, 1.5, List.of(3, 3)));
    }
  }

  private static void band(Canvas canvas, Frame frame, Curve curve) {
    List<Point> low = new ArrayList<>();
    List<Point> edge = new ArrayList<>();
    for (Sample sample : curve.samples()) {
      double down = Double.isNaN(sample.low()) ? sample.y() : sample.low();
      double up = Double.isNaN(sample.high()) ? sample.y() : sample.high();
      low.add(frame.point(sample.x(), down));
      edge.add(frame.point(sample.x(), up));
    }
    Collections.reverse(low);
    edge.addAll(low);
    canvas.area(edge, curve.series().ink(), BAND);
  }

  private static List<Point> spot(Frame frame, Sample sample) {
    double x = frame.x(sample.x());
    double y = frame.y(sample.y());
    return List.of(
        new Point(x - 6, y - 9),
        new Point(x + 6, y - 9),
        new Point(x + 6, y + 9),
        new Point(x - 6, y + 9));
  }

  private static void mark(Canvas canvas, Frame frame, Series series, Sample sample) {
    double px = frame.x(sample.x());
    double py = frame.y(sample.y());
    canvas.noted(
        sample.note(),
        () -> {
          if (!Double.isNaN(sample.low())) {
            Stroke bar = Stroke.solid(series.ink(), 1.5);
            canvas.line(px, frame.y(sample.low()), px, frame.y(sample.high()), bar);
          }
          series.mark(canvas, px, py);
        });
  }
}
