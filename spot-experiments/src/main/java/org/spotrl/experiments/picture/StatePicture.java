package org.spotrl.experiments.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws landscapes of one state side by side, with the data's and the policy's action marked.
 *
 * <p>A state's pictures of all steps have the same size and axes, so that they can be compared by
 * moving through them.
 */
final class StatePicture {

  private static final int PANEL_WIDTH = 256;
  private static final int HEIGHT = 290;
  private static final int CELL = 7;
  private static final int PLOT = ActionSquare.SIDE * CELL;
  private static final int LEFT = 36;
  private static final int TOP = 58;
  private static final int BAR_GAP = 6;
  private static final int BAR_WIDTH = 10;

  private static final Color INK = new Color(0x1f272d);
  private static final Color FAINT = new Color(0x5f7281);
  private static final Color DATA = Color.WHITE;
  private static final Color POLICY = new Color(0xe5304a);
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 12);
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 10);

  private final ActionSquare square;
  private final double[] dataAction;
  private final double[] policyAction;

  StatePicture(ActionSquare square, double[] dataAction, double[] policyAction) {
    this.square = square;
    this.dataAction = dataAction;
    this.policyAction = policyAction;
  }

  /**
   * The picture in the PNG format, 256 pixels wide for each landscape.
   *
   * @param title first line
   * @param subtitle second line
   */
  byte[] draw(String title, String subtitle, List<Landscape> landscapes) {
    int width = PANEL_WIDTH * landscapes.size();
    BufferedImage image = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, HEIGHT);
    text(g, BOLD, INK, title, 8, 16);
    text(g, PLAIN, FAINT, subtitle, 8, 32);
    AffineTransform origin = g.getTransform();
    for (Landscape landscape : landscapes) {
      panel(g, landscape);
      g.translate(PANEL_WIDTH, 0);
    }
    g.setTransform(origin);
    g.dispose();
    return png(image);
  }

  private void panel(Graphics2D g, Landscape landscape) {
    text(g, PLAIN, INK, landscape.title(), LEFT, TOP - 7);
    ColorScale scale = landscape.scale();
    cells(g, landscape.cells(), scale);
    axes(g);
    bar(g, scale, landscape.decimals(), landscape.isCut());
    circle(g, x(dataAction), y(dataAction));
    cross(g, x(policyAction), y(policyAction));
    legend(g, landscape);
    if (square.actionDim() > 2) {
      int last = square.actionDim() - 1;
      String others = last == 2 ? "action 2" : "actions 2 to " + last;
      text(g, SMALL, FAINT, others + " as the policy's", LEFT, HEIGHT - 6);
    }
  }

  private static void cells(Graphics2D g, double[] cells, ColorScale scale) {
    for (int i = 0; i < cells.length; i++) {
      int column = i % ActionSquare.SIDE;
      int row = i / ActionSquare.SIDE;
      g.setColor(scale.of(cells[i]));
      g.fillRect(LEFT + column * CELL, TOP + PLOT - (row + 1) * CELL, CELL, CELL);
    }
  }

  private void axes(Graphics2D g) {
    g.setColor(INK);
    g.setStroke(new BasicStroke(1));
    g.drawRect(LEFT - 1, TOP - 1, PLOT + 1, PLOT + 1);
    for (int tick = -1; tick <= 1; tick++) {
      int along = (tick + 1) * PLOT / 2;
      double end = tick * square.maxAction();
      String label = number(end, end == Math.rint(end) ? 0 : 1);
      g.setColor(INK);
      g.drawLine(LEFT + along, TOP + PLOT, LEFT + along, TOP + PLOT + 3);
      g.drawLine(LEFT - 4, TOP + PLOT - along, LEFT - 1, TOP + PLOT - along);
      int w = g.getFontMetrics(SMALL).stringWidth(label);
      text(g, SMALL, INK, label, LEFT + along - w / 2, TOP + PLOT + 14);
      text(g, SMALL, INK, label, LEFT - 7 - w, TOP + PLOT - along + 4);
    }
    String x = "action " + ActionSquare.X;
    String y = "action " + ActionSquare.Y;
    int w = g.getFontMetrics(SMALL).stringWidth(x);
    text(g, SMALL, FAINT, x, LEFT + PLOT * 3 / 4 - w / 2, TOP + PLOT + 14);
    AffineTransform upright = g.getTransform();
    g.rotate(-Math.PI / 2, LEFT - 14, TOP + PLOT / 4.0 + w / 2.0);
    text(g, SMALL, FAINT, y, LEFT - 14, (int) Math.round(TOP + PLOT / 4.0 + w / 2.0));
    g.setTransform(upright);
  }

  private static void bar(Graphics2D g, ColorScale scale, int decimals, boolean cut) {
    int x = LEFT + PLOT + BAR_GAP;
    double range = scale.high() - scale.low();
    for (int pixel = 0; pixel < PLOT; pixel++) {
      g.setColor(scale.of(scale.low() + range * pixel / (PLOT - 1)));
      g.fillRect(x, TOP + PLOT - 1 - pixel, BAR_WIDTH, 1);
    }
    g.setColor(INK);
    g.drawRect(x - 1, TOP - 1, BAR_WIDTH + 1, PLOT + 1);
    int labels = x + BAR_WIDTH + 4;
    text(g, SMALL, INK, number(scale.high(), decimals), labels, TOP + 8);
    if (range > 0) {
      text(g, SMALL, INK, number(scale.low() + range / 2, decimals), labels, TOP + PLOT / 2 + 4);
      text(
          g, SMALL, INK, (cut ? "\u2264" : "") + number(scale.low(), decimals), labels, TOP + PLOT);
    }
  }

  /** The marks and what the landscape is at them. */
  private static void legend(Graphics2D g, Landscape landscape) {
    int first = TOP + PLOT + 34;
    int second = first + 16;
    circle(g, LEFT + 5, first - 4);
    text(
        g,
        PLAIN,
        INK,
        "data's action: " + number(landscape.atData(), landscape.decimals()),
        LEFT + 16,
        first);
    cross(g, LEFT + 5, second - 4);
    text(
        g,
        PLAIN,
        INK,
        "policy's action: " + number(landscape.atPolicy(), landscape.decimals()),
        LEFT + 16,
        second);
  }

  private double x(double[] action) {
    return LEFT + PLOT * square.share(action[ActionSquare.X]);
  }

  private double y(double[] action) {
    return TOP + PLOT * (1 - square.share(action[ActionSquare.Y]));
  }

  private static void circle(Graphics2D g, double x, double y) {
    Ellipse2D circle = new Ellipse2D.Double(x - 4.5, y - 4.5, 9, 9);
    g.setColor(INK);
    g.setStroke(new BasicStroke(4));
    g.draw(circle);
    g.setColor(DATA);
    g.setStroke(new BasicStroke(2));
    g.draw(circle);
  }

  private static void cross(Graphics2D g, double x, double y) {
    Path2D cross = new Path2D.Double();
    cross.moveTo(x - 4.5, y - 4.5);
    cross.lineTo(x + 4.5, y + 4.5);
    cross.moveTo(x - 4.5, y + 4.5);
    cross.lineTo(x + 4.5, y - 4.5);
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke(4.5f));
    g.draw(cross);
    g.setColor(POLICY);
    g.setStroke(new BasicStroke(2.5f));
    g.draw(cross);
  }

  private static void text(Graphics2D g, Font font, Color color, String text, int x, int y) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(text, x, y);
  }

  /** A number as text; one that would not fit beside a scale in powers of ten. */
  static String number(double value, int decimals) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    if (size >= 1e5) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Given the bytes themselves, ImageIO would go by a file.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
