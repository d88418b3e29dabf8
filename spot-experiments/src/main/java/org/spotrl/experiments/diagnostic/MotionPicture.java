package org.spotrl.experiments.diagnostic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.spotrl.api.env.EpisodeView.OverTime;
import org.spotrl.api.env.EpisodeView.Panel;
import org.spotrl.api.env.Rollouts;

/**
 * Draws entries of one episode's observations over time, in plots below each other: first those of
 * the whole episode, then fast motion in its last steps.
 */
final class MotionPicture {

  static final int LEFT = 48;
  static final int TOP = 44;
  static final int WIDTH = 512;
  static final int PLOT_WIDTH = WIDTH - LEFT - 16;

  /** Steps of the plots of fast motion. */
  static final int LAST_STEPS = 100;

  /** Okabe and Ito's colours, which people with any kind of colour blindness can distinguish. */
  static final List<Color> COLORS =
      List.of(new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7));

  private static final int HEIGHT = 508;
  private static final int TITLE = 17;
  private static final int TIME_AXIS = 32;
  private static final int HIGHEST_PLOT = 92;
  private static final int PIXELS_PER_TICK = 15;
  private static final int TIME_TICKS = 8;
  private static final Color AFTER_END = new Color(0xe9edf0);
  private static final Color GRID = new Color(0xe3e7ea);
  private static final BasicStroke LIMIT =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4, 3}, 0);
  private static final BasicStroke LINE =
      new BasicStroke(1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final Pen pen;
  private final OverTime view;
  private final float[][] episode;
  private final int plotHeight;
  private final double unit;
  private int top = TOP;

  private MotionPicture(Pen pen, OverTime view, float[][] episode, int plotHeight) {
    this.pen = pen;
    this.view = view;
    this.episode = episode;
    this.plotHeight = plotHeight;
    unit = Double.isNaN(view.secondsPerStep()) ? 1 : view.secondsPerStep();
  }

  /**
   * The picture of the first episode in the PNG format.
   *
   * @param title first line
   * @param subtitle second line
   */
  static byte[] draw(Rollouts rollouts, OverTime view, String title, String subtitle) {
    float[][] episode = rollouts.observations().get(0);
    List<Panel> whole = view.panels().stream().filter(panel -> !panel.zoomed()).toList();
    List<Panel> zoomed = view.panels().stream().filter(Panel::zoomed).toList();
    int axes = TIME_AXIS * (int) Stream.of(whole, zoomed).filter(each -> !each.isEmpty()).count();
    int perPlot = (HEIGHT - TOP - axes) / view.panels().size();
    int plotHeight = Math.min(HIGHEST_PLOT, perPlot - TITLE);
    int height = TOP + axes + (plotHeight + TITLE) * view.panels().size();
    try (Pen pen = new Pen(WIDTH, height)) {
      pen.text(Pen.BOLD, Pen.INK, title, 8, 16);
      pen.text(Pen.PLAIN, Pen.FAINT, subtitle, 8, 32);
      MotionPicture picture = new MotionPicture(pen, view, episode, plotHeight);
      int last = episode.length - 1;
      picture.group(whole, 0, rollouts.environment().maxEpisodeSteps());
      int first = Math.max(0, last - LAST_STEPS);
      picture.group(zoomed, first, last);
      return pen.png();
    }
  }

  /** Plots with one time axis, from step {@code first} to step {@code last}. */
  private void group(List<Panel> panels, int first, int last) {
    if (panels.isEmpty()) {
      return;
    }
    Axis time = new Axis(first * unit, last * unit);
    for (Panel panel : panels) {
      top += TITLE;
      plot(panel, first, Math.min(last, episode.length - 1), time);
      top += plotHeight;
    }
    for (double tick : time.ticks(TIME_TICKS)) {
      String label = time.label(tick, TIME_TICKS);
      int at = (int) Math.round(x(time, tick)) - pen.width(Pen.SMALL, label) / 2;
      pen.text(Pen.SMALL, Pen.INK, label, at, top + 13);
    }
    String name = Double.isNaN(view.secondsPerStep()) ? "step" : "time, s";
    String text =
        panels.get(0).zoomed()
            ? String.format(Locale.ROOT, "%s (last %d steps)", name, last - first)
            : name;
    int right = LEFT + PLOT_WIDTH - pen.width(Pen.SMALL, text);
    pen.text(Pen.SMALL, Pen.FAINT, text, right, top + 25);
    top += TIME_AXIS;
  }

  private void plot(Panel panel, int first, int last, Axis time) {
    List<double[]> lines = new ArrayList<>();
    for (var line : panel.lines()) {
      lines.add(values(line.entry(), first, last));
    }
    List<Double> limits =
        Stream.of(panel.lowest(), panel.highest()).filter(Double::isFinite).toList();
    Axis values =
        Axis.around(
            DoubleStream.concat(
                    lines.stream().flatMapToDouble(DoubleStream::of),
                    limits.stream().mapToDouble(Double::doubleValue))
                .toArray());
    title(panel, !limits.isEmpty());
    Graphics2D g = pen.graphics();
    int end = (int) Math.round(x(time, last * unit));
    g.setColor(AFTER_END);
    g.fillRect(end, top, LEFT + PLOT_WIDTH - end, plotHeight);
    grid(time, values);
    for (double limit : limits) {
      double at = y(values, limit);
      pen.draw(new Line2D.Double(LEFT, at, LEFT + PLOT_WIDTH, at), Pen.FAINT, LIMIT);
    }
    for (int i = 0; i < lines.size(); i++) {
      pen.curve(curve(lines.get(i), first, time, values), COLORS.get(i % COLORS.size()), LINE);
    }
    pen.frame(LEFT, top, PLOT_WIDTH, plotHeight);
  }

  private double[] values(int entry, int first, int last) {
    double[] values = new double[last - first + 1];
    for (int step = first; step <= last; step++) {
      values[step - first] = episode[step][entry];
    }
    return values;
  }

  /** What a plot shows, and at its right the names of its lines. */
  private void title(Panel panel, boolean limited) {
    int line = top - 5;
    pen.text(Pen.PLAIN, Pen.INK, panel.title(), LEFT, line);
    int at = LEFT + PLOT_WIDTH;
    if (limited) {
      String text = "dashed: limits of an episode";
      pen.text(Pen.SMALL, Pen.FAINT, text, at - pen.width(Pen.SMALL, text), line);
      return;
    }
    for (int i = panel.lines().size() - 1; i >= 0; i--) {
      String name = panel.lines().get(i).name();
      at -= pen.width(Pen.SMALL, name);
      pen.text(Pen.SMALL, COLORS.get(i % COLORS.size()), name, at, line);
      at -= 10;
    }
  }

  private void grid(Axis time, Axis values) {
    for (double tick : time.ticks(TIME_TICKS)) {
      double at = Math.round(x(time, tick));
      pen.draw(new Line2D.Double(at, top, at, top + plotHeight - 1), GRID, Pen.THIN);
    }
    int count = Math.max(3, plotHeight / PIXELS_PER_TICK);
    for (double tick : values.ticks(count)) {
      double at = Math.round(y(values, tick));
      pen.draw(new Line2D.Double(LEFT, at, LEFT + PLOT_WIDTH - 1, at), GRID, Pen.THIN);
      String label = values.label(tick, count);
      int left = LEFT - 6 - pen.width(Pen.SMALL, label);
      pen.text(Pen.SMALL, Pen.INK, label, left, (int) at + 4);
    }
  }

  /** A line through the values; it has gaps where they are not finite. */
  private Path2D curve(double[] line, int first, Axis time, Axis values) {
    Path2D curve = new Path2D.Double();
    boolean drawing = false;
    for (int i = 0; i < line.length; i++) {
      double x = x(time, (first + i) * unit);
      double y = y(values, line[i]);
      if (!Double.isFinite(y)) {
        drawing = false;
      } else if (drawing) {
        curve.lineTo(x, y);
      } else {
        curve.moveTo(x, y);
        drawing = true;
      }
    }
    return curve;
  }

  private static double x(Axis time, double at) {
    return LEFT + PLOT_WIDTH * time.share(at);
  }

  private double y(Axis values, double value) {
    return top + plotHeight * (1 - values.share(value));
  }
}
