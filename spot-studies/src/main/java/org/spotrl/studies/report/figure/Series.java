package org.spotrl.studies.report.figure;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.studies.report.figure.Canvas.Point;
import org.spotrl.studies.report.figure.Canvas.Stroke;

/**
 * The look of one arm in all figures: a colour, a marker and dashes, so that it can be told from
 * the others without colours too.
 *
 * @param label its name
 * @param index its number among all series, from 0
 */
public record Series(String label, int index) {

  private static final List<List<Integer>> DASHES =
      List.of(List.of(), List.of(6, 3), List.of(2, 2), List.of(8, 3, 2, 3));

  /** Corners of the markers: a circle, a square, a triangle, a diamond. */
  private static final List<Integer> CORNERS = List.of(16, 4, 3, -4);

  private static final double RADIUS = 4.2;

  Ink ink() {
    return Ink.series(index);
  }

  Stroke stroke() {
    return new Stroke(ink(), 2, DASHES.get(index / Ink.COLORS % DASHES.size()));
  }

  /** Draws its marker. */
  void mark(Canvas canvas, double x, double y) {
    int kind = CORNERS.get(index % CORNERS.size());
    int corners = Math.abs(kind);
    double first = kind == 4 ? Math.PI / 4 : -Math.PI / 2;
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = first + 2 * Math.PI * i / corners;
      points.add(new Point(x + RADIUS * Math.cos(angle), y + RADIUS * Math.sin(angle)));
    }
    canvas.area(points, ink(), 1);
  }
}
