package org.spotrl.studies.report.figure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws SVG with the colours of the page's CSS variables. */
final class SvgCanvas implements Canvas {

  private final StringBuilder svg = new StringBuilder();

  /** The drawing as an element for an HTML page. */
  String element(String title, int width, int height) {
    return "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">%s</svg>"
        .formatted(width, height, width, Markup.escape(title), svg);
  }

  @Override
  public void line(List<Point> points, Stroke stroke) {
    String dashes = stroke.dashes().stream().map(String::valueOf).collect(Collectors.joining(" "));
    svg.append("<polyline points=\"").append(path(points));
    svg.append("\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"")
        .append(color(stroke.ink()))
        .append("\" stroke-width=\"")
        .append(number(stroke.width()))
        .append(dashes.isEmpty() ? "" : "\" stroke-dasharray=\"" + dashes)
        .append("\"/>");
  }

  @Override
  public void area(List<Point> points, Ink ink, double opacity) {
    svg.append("<polygon points=\"").append(path(points));
    svg.append("\" fill=\"").append(color(ink));
    svg.append(opacity < 1 ? "\" fill-opacity=\"" + opacity : "").append("\"/>");
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, TextStyle type) {
    svg.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
    svg.append("\" font-size=\"").append(number(type.size()));
    svg.append("\" fill=\"").append(color(type.ink()));
    if (anchor != Anchor.START) {
      svg.append("\" text-anchor=\"").append(anchor.name().toLowerCase(Locale.ROOT));
    }
    if (type.bold()) {
      svg.append("\" font-weight=\"600");
    }
    if (!type.upright()) {
      svg.append("\" transform=\"rotate(-90 %s %s)".formatted(number(x), number(y)));
    }
    svg.append("\">").append(Markup.escape(text)).append("</text>");
  }

  @Override
  public void noted(String note, Runnable drawing) {
    svg.append("<g><title>").append(Markup.escape(note)).append("</title>");
    drawing.run();
    svg.append("</g>");
  }

  private static String color(Ink ink) {
    return "var(--" + ink.name() + ")";
  }

  private static String path(List<Point> points) {
    return points.stream()
        .map(point -> number(point.x()) + "," + number(point.y()))
        .collect(Collectors.joining(" "));
  }

  /** A tenth of a pixel is enough. */
  private static String number(double value) {
    double rounded = Math.rint(value * 10) / 10;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
