package org.spotrl.studies.report.figure;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.spotrl.studies.report.figure.Canvas.Anchor;
import org.spotrl.studies.report.figure.Canvas.TextStyle;
import org.spotrl.studies.report.figure.LineChart.Sample;

/**
 * The texts beside the points of a chart. Each lies beside its point, or above or below its bar,
 * where it covers no other point and no other text; if there is no such place, it is left out.
 */
final class PointLabels {

  /** From a point to its text. */
  private static final double ASIDE = 8;

  private static final double ABOVE = 6;
  private static final double BELOW = 14;

  /** Height of a text with what is below its base line. */
  private static final double HEIGHT = 14;

  /** Space around a mark. */
  private static final double MARK = 6;

  private final Frame frame;
  private final List<Sample> samples;
  private final List<Rectangle2D> taken = new ArrayList<>();

  PointLabels(Frame frame, List<Sample> samples) {
    this.frame = frame;
    this.samples = samples;
    samples.forEach(this::take);
  }

  /** A place for a text: the start of its base line, and its width. */
  private record Place(double x, double y, double width) {

    Rectangle2D box() {
      return new Rectangle2D.Double(x, y - TextStyle.NUMBER.size(), width, HEIGHT);
    }
  }

  /** Marks a point and its bar as taken. */
  private void take(Sample sample) {
    double x = frame.x(sample.x());
    double y = frame.y(sample.y());
    taken.add(new Rectangle2D.Double(x - MARK, y - MARK, 2 * MARK, 2 * MARK));
    if (!Double.isNaN(sample.low())) {
      double high = frame.y(sample.high());
      taken.add(new Rectangle2D.Double(x - 1, high, 2, frame.y(sample.low()) - high));
    }
  }

  void draw(Canvas canvas) {
    for (Sample sample : samples) {
      if (!sample.label().isEmpty()) {
        places(sample)
            .filter(place -> isFree(place.box()))
            .findFirst()
            .ifPresent(
                place -> {
                  taken.add(place.box());
                  canvas.text(sample.label(), place.x(), place.y(), Anchor.START, TextStyle.NUMBER);
                });
      }
    }
  }

  private Stream<Place> places(Sample sample) {
    double x = frame.x(sample.x());
    double y = frame.y(sample.y());
    double width = Canvas.width(sample.label(), TextStyle.NUMBER);
    double right = x + ASIDE;
    double left = x - ASIDE - width;
    double middle = x - width / 2;
    boolean bar = !Double.isNaN(sample.low());
    double top = Math.min(y - MARK, bar ? frame.y(sample.high()) : y);
    double bottom = Math.max(y + MARK, bar ? frame.y(sample.low()) : y);
    return Stream.of(
        new Place(right, y - ABOVE, width),
        new Place(left, y - ABOVE, width),
        new Place(right, y + BELOW, width),
        new Place(left, y + BELOW, width),
        new Place(middle, top - ABOVE, width),
        new Place(middle, bottom + BELOW, width));
  }

  private boolean isFree(Rectangle2D box) {
    return box.getMinX() >= frame.left()
        && box.getMaxX() <= frame.right()
        && box.getMinY() >= frame.top()
        && box.getMaxY() <= frame.bottom()
        && taken.stream().noneMatch(box::intersects);
  }
}
