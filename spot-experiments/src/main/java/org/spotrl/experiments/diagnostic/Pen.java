package org.spotrl.experiments.diagnostic;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.error.SpotInputException;

/** Texts, marks and numbers on a white page, the same in all panels of a picture. */
final class Pen implements AutoCloseable {

  static final Color INK = new Color(0x1f272d);
  static final Color FAINT = new Color(0x5f7281);
  static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 12);
  static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 10);

  static final Stroke THIN = new BasicStroke(1);

  private static final Color POLICY = new Color(0xe5304a);

  /** A zero that has kept the sign of the number that was rounded to it. */
  private static final Pattern NOTHING = Pattern.compile("-0(\\.0*)?");

  private static final Logger LOG = LoggerFactory.getLogger(Pen.class);

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  /** Why this Java cannot draw text, found at the first picture. */
  private static final class TextCheck {
    static final Optional<String> PROBLEM = problem();

    private static Optional<String> problem() {
      try (Pen pen = new Pen(10, 10)) {
        pen.text(BOLD, INK, "x", 0, 9);
        return Optional.empty();
      } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
        return Optional.of(
            "this Java cannot draw text (%s): install fontconfig and a font (Debian, Ubuntu: apt-get install fontconfig fonts-dejavu-core)"
                .formatted(e));
      }
    }
  }

  private final BufferedImage image;
  private final Graphics2D g;

  /** An empty page of this size in pixels. */
  Pen(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
  }

  /** False, with one warning, if this Java has no fonts: it can train all the same. */
  static boolean draws() {
    TextCheck.PROBLEM.ifPresent(
        problem -> {
          if (WARNED.compareAndSet(false, true)) {
            LOG.warn(
                "pictures are left out: {}, or leave 'pictures' and 'rollouts' out of diagnostics",
                problem);
          }
        });
    return TextCheck.PROBLEM.isEmpty();
  }

  /**
   * Checks that this Java has fonts.
   *
   * @throws SpotInputException if not
   */
  static void requireText() {
    TextCheck.PROBLEM.ifPresent(
        problem -> {
          throw new SpotInputException(problem);
        });
  }

  /** What it draws with. */
  Graphics2D graphics() {
    return g;
  }

  /** Width of the page in pixels. */
  int width() {
    return image.getWidth();
  }

  /** A text from x on, on the base line y. */
  void text(Font font, Color color, String text, int x, int y) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(text, x, y);
  }

  /** Width of a text in pixels. */
  int width(Font font, String text) {
    return g.getFontMetrics(font).stringWidth(text);
  }

  /** Draws the outline of a shape. */
  void draw(Shape shape, Color color, Stroke stroke) {
    g.setColor(color);
    g.setStroke(stroke);
    g.draw(shape);
  }

  /** Draws a line through many points, without rounding them to pixels. */
  void curve(Shape line, Color color, Stroke stroke) {
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    draw(line, color, stroke);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_DEFAULT);
  }

  /** A line around a rectangle. */
  void frame(int x, int y, int width, int height) {
    draw(new Rectangle(x - 1, y - 1, width + 1, height + 1), INK, THIN);
  }

  /** The mark of the data's action. */
  void dataMark(double x, double y) {
    Ellipse2D circle = new Ellipse2D.Double(x - 4.5, y - 4.5, 9, 9);
    draw(circle, INK, new BasicStroke(4));
    draw(circle, Color.WHITE, new BasicStroke(2));
  }

  /** The mark of the policy's action. */
  void policyMark(double x, double y) {
    Path2D cross = new Path2D.Double(new Line2D.Double(x - 4.5, y - 4.5, x + 4.5, y + 4.5));
    cross.append(new Line2D.Double(x - 4.5, y + 4.5, x + 4.5, y - 4.5), false);
    draw(cross, Color.WHITE, new BasicStroke(4.5f));
    draw(cross, POLICY, new BasicStroke(2.5f));
  }

  /** A number as text; one that would not fit beside a scale in powers of ten. */
  static String number(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return Double.toString(value).replace("Infinity", "inf");
    }
    if (Math.abs(value) >= 1e5) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return NOTHING.matcher(text).matches() ? text.substring(1) : text;
  }

  /** The page in the PNG format. */
  byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Given the bytes themselves, ImageIO would go by a file.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    g.dispose();
  }
}
