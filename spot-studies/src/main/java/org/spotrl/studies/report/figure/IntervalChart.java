package org.spotrl.studies.report.figure;

import java.util.List;
import java.util.Optional;
import org.spotrl.studies.report.figure.Canvas.Anchor;
import org.spotrl.studies.report.figure.Canvas.Point;
import org.spotrl.studies.report.figure.Canvas.Stroke;
import org.spotrl.studies.report.figure.Canvas.TextStyle;

/**
 * Numbers with their intervals, one below the other: a forest plot, or a bar chart.
 *
 * @param axis the horizontal axis
 * @param bars true: bars from the axis's start instead of markers
 * @param line value of a vertical line that numbers are compared with; NaN for none
 * @param rows the rows
 */
public record IntervalChart(Axis axis, boolean bars, double line, List<Row> rows) {

  private static final double ROW = 22;
  private static final double TOP = 8;
  private static final double BELOW = 46;
  private static final double RIGHT = 14;
  private static final double LABEL_SHARE = 0.42;
  private static final double CAP = 3;

  /**
   * One row: a heading, or a number with its interval.
   *
   * @param label its label
   * @param series the look of its number; empty for a heading
   * @param value the number
   * @param low lower end of its interval; NaN for none
   * @param high upper end of its interval; NaN for none
   * @param note text that is shown when the pointer is over it
   */
  public record Row(
      String label, Optional<Series> series, double value, double low, double high, String note) {

    /** A row without a number. */
    public static Row heading(String label) {
      return new Row(label, Optional.empty(), Double.NaN, Double.NaN, Double.NaN, "");
    }
  }

  /** Copies the rows. */
  public IntervalChart {
    rows = List.copyOf(rows);
  }

  /** The chart as a figure. */
  public Figure figure(String name, String title, String text) {
    double widest =
        rows.stream().mapToDouble(row -> Canvas.width(row.label(), type(row))).max().orElse(0);
    double left = 10 + Math.min(widest, LABEL_SHARE * Figure.WIDTH) + 10;
    double bottom = TOP + ROW * rows.size() + 4;
    // The vertical axis is not drawn.
    Frame frame = new Frame(axis, axis, left, TOP, Figure.WIDTH - RIGHT, bottom);
    return new Figure(
        name,
        title,
        text,
        Figure.WIDTH,
        (int) Math.ceil(bottom + BELOW),
        canvas -> {
          frame.drawX(canvas);
          if (!Double.isNaN(line)) {
            double at = frame.x(line);
            canvas.line(at, TOP, at, bottom, new Stroke(Ink.TEXT, 1, List.of(4, 3)));
          }
          for (int i = 0; i < rows.size(); i++) {
            draw(canvas, frame, rows.get(i), TOP + ROW * (i + 0.5) + 2);
          }
        });
  }

  private static TextStyle type(Row row) {
    return row.series().isPresent() ? TextStyle.PLAIN : TextStyle.BOLD;
  }

  private void draw(Canvas canvas, Frame frame, Row row, double y) {
    TextStyle type = type(row);
    if (row.series().isEmpty()) {
      canvas.text(row.label(), 10, y + 5, Anchor.START, type);
      return;
    }
    String label = Canvas.fitting(row.label(), type, frame.left() - 20);
    canvas.text(label, frame.left() - 10, y + 5, Anchor.END, type);
    Series series = row.series().get();
    canvas.noted(
        row.note(),
        () -> {
          double at = frame.x(row.value());
          Stroke stroke = Stroke.solid(bars ? Ink.TEXT : series.ink(), bars ? 1.2 : 2);
          if (bars) {
            double start = frame.left();
            canvas.area(
                List.of(
                    new Point(start, y - 7),
                    new Point(at, y - 7),
                    new Point(at, y + 7),
                    new Point(start, y + 7)),
                series.ink(),
                1);
          } else {
            series.mark(canvas, at, y);
          }
          if (!Double.isNaN(row.low())) {
            double low = frame.x(row.low());
            double high = frame.x(row.high());
            canvas.line(low, y, high, y, stroke);
            canvas.line(low, y - CAP, low, y + CAP, stroke);
            canvas.line(high, y - CAP, high, y + CAP, stroke);
          }
        });
  }
}
