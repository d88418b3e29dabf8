package org.spotrl.studies.report.figure;

import java.util.function.Consumer;

/**
 * A figure of a report.
 *
 * @param name name of its file without the extension
 * @param title what it shows
 * @param text one or two sentences: how to read it
 * @param width in pixels
 * @param height in pixels
 * @param drawing draws it
 */
public record Figure(
    String name, String title, String text, int width, int height, Consumer<Canvas> drawing) {

  /** Width of a figure: two fit beside each other, and one is readable on a phone. */
  static final int WIDTH = 480;

  /** The figure as an SVG element. */
  public String svg() {
    SvgCanvas canvas = new SvgCanvas();
    drawing.accept(canvas);
    return canvas.element(title, width, height);
  }

  /** The figure as a PNG of twice its size, with its title above. */
  public byte[] png() {
    try (PngCanvas canvas = new PngCanvas(width, height)) {
      drawing.accept(canvas);
      return canvas.png();
    }
  }
}
