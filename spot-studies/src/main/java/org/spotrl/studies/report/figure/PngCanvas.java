package org.spotrl.studies.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Draws a PNG on white, with two pixels for each of the figure's, so that it prints well. */
final class PngCanvas implements Canvas, AutoCloseable {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int SCALE = 2;
  private static final int MAX_ALPHA = 255;

  private final BufferedImage image;
  private final Graphics2D g;

  PngCanvas(int width, int height) {
    image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(SCALE, SCALE);
    g.setColor(new Color(Ink.PAPER.light()));
    g.fillRect(0, 0, width, height);
  }

  @Override
  public void line(List<Point> points, Stroke stroke) {
    float[] dashes = new float[stroke.dashes().size()];
    for (int i = 0; i < dashes.length; i++) {
      dashes[i] = stroke.dashes().get(i);
    }
    g.setColor(new Color(stroke.ink().light()));
    g.setStroke(
        new BasicStroke(
            (float) stroke.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            1,
            dashes.length == 0 ? null : dashes,
            0));
    g.draw(path(points));
  }

  @Override
  public void area(List<Point> points, Ink ink, double opacity) {
    int alpha = (int) Math.round(MAX_ALPHA * opacity);
    if (alpha == 0) {
      return;
    }
    g.setColor(new Color(ink.light() | alpha << 24, true));
    Path2D path = path(points);
    path.closePath();
    g.fill(path);
  }

  @Override
  public void text(String text, double x, double y, Anchor anchor, TextStyle type) {
    Font font = new Font(Font.SANS_SERIF, type.bold() ? Font.BOLD : Font.PLAIN, 1);
    g.setFont(font.deriveFont((float) type.size()));
    g.setColor(new Color(type.ink().light()));
    double before =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> Canvas.width(text, type) / 2;
          case END -> Canvas.width(text, type);
        };
    AffineTransform saved = g.getTransform();
    g.translate(x, y);
    if (!type.upright()) {
      g.rotate(-Math.PI / 2);
    }
    g.drawString(text, (float) -before, 0);
    g.setTransform(saved);
  }

  @Override
  public void noted(String note, Runnable drawing) {
    drawing.run();
  }

  private static Path2D path(List<Point> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).x(), points.get(0).y());
    points.forEach(point -> path.lineTo(point.x(), point.y()));
    return path;
  }

  /** The picture as PNG; Java's writer takes four times as long. */
  byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(image.getWidth()).putInt(image.getHeight());
    // 8 bits for each of red, green and blue.
    chunk(bytes, "IHDR", header.put((byte) 8).put((byte) 2).array());
    chunk(bytes, "IDAT", compressed());
    chunk(bytes, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  /** Rows without a filter, which suits areas of one colour. */
  private byte[] compressed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      int width = image.getWidth();
      int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
      byte[] row = new byte[1 + 3 * width];
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < width; x++) {
          int pixel = pixels[y * width + x];
          row[1 + 3 * x] = (byte) (pixel >> 16);
          row[2 + 3 * x] = (byte) (pixel >> 8);
          row[3 + 3 * x] = (byte) pixel;
        }
        out.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, content.length + 4);
    out.writeBytes(chunk.putInt((int) crc.getValue()).array());
  }

  @Override
  public void close() {
    g.dispose();
  }
}
