package org.spotrl.experiments.diagnostic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import org.spotrl.api.env.EpisodeView.Area;
import org.spotrl.api.env.EpisodeView.OverMap;
import org.spotrl.api.env.Rollouts;

/** Draws the paths of episodes over a map with its walls and goal; colours show the time. */
final class PathPicture {

  static final int LEFT = 40;
  static final int TOP = 60;
  static final Color WALL = new Color(0x8a97a3);
  static final Color GOAL = new Color(0xe5304a);

  private static final int LARGEST_MAP = 384;
  private static final int LEAST_WIDTH = 400;
  private static final int BELOW = 60;
  private static final int BAR_GAP = 12;
  private static final int BAR_WIDTH = 12;
  private static final int RIGHT = BAR_GAP + BAR_WIDTH + 44;
  private static final int TICKS = 8;

  /** Colours along the time: enough that they look continuous. */
  private static final int SHADES = 48;

  /** The scale goes on beyond the last step, because its bright end is hard to see on white. */
  private static final double BRIGHT_END = 1.12;

  private static final BasicStroke LINE =
      new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Color GOAL_AREA = new Color(0x40e5304a, true);

  private final OverMap map;
  private final List<float[][]> episodes;
  private final int maxSteps;
  private final Axis x;
  private final Axis y;
  private final double scale;
  private final int lastStep;
  private final ColorScale time;

  PathPicture(Rollouts rollouts, OverMap map) {
    this.map = map;
    episodes = rollouts.observations();
    maxSteps = rollouts.environment().maxEpisodeSteps();
    x = new Axis(map.shown().left(), map.shown().right());
    y = new Axis(map.shown().bottom(), map.shown().top());
    scale = LARGEST_MAP / Math.max(x.high() - x.low(), y.high() - y.low());
    lastStep = lastStep();
    time = new ColorScale(0, lastStep * BRIGHT_END);
  }

  /**
   * The end of the time scale: the step after which no path leaves the surroundings of its end,
   * rounded up. A ball that rests at the goal would leave no colours for its way there.
   */
  private int lastStep() {
    int last = 1;
    for (float[][] episode : episodes) {
      Point2D end = place(episode[episode.length - 1]);
      int step = episode.length - 1;
      while (step > last && place(episode[step - 1]).distance(end) <= map.goalRadius() * scale) {
        step--;
      }
      last = Math.max(last, step);
    }
    int unit = last > 200 ? 50 : 10;
    return Math.min(maxSteps, (last + unit - 1) / unit * unit);
  }

  /**
   * The picture in the PNG format.
   *
   * @param title first line
   * @param subtitle second line
   */
  byte[] draw(String title, String subtitle) {
    int width = (int) Math.round(scale * (x.high() - x.low()));
    int height = (int) Math.round(scale * (y.high() - y.low()));
    try (Pen pen = new Pen(Math.max(LEAST_WIDTH, LEFT + width + RIGHT), TOP + height + BELOW)) {
      pen.text(Pen.BOLD, Pen.INK, title, 8, 16);
      pen.text(Pen.PLAIN, Pen.FAINT, subtitle, 8, 32);
      Graphics2D g = pen.graphics();
      g.setClip(LEFT, TOP, width, height);
      goal(pen);
      g.setColor(WALL);
      map.walls().forEach(wall -> fill(g, wall));
      episodes.forEach(episode -> path(pen, episode));
      episodes.forEach(episode -> endMark(pen, place(episode[episode.length - 1])));
      episodes.forEach(episode -> startMark(pen, place(episode[0])));
      g.setClip(null);
      pen.frame(LEFT, TOP, width, height);
      axes(pen, width, height);
      bar(pen, LEFT + width + BAR_GAP, height);
      legend(pen, TOP + height + BELOW - 10);
      return pen.png();
    }
  }

  /** To whole pixels, so that walls side by side have no seam. */
  private void fill(Graphics2D g, Area wall) {
    int left = (int) Math.round(x(wall.left()));
    int top = (int) Math.round(y(wall.top()));
    g.fillRect(
        left,
        top,
        (int) Math.round(x(wall.right())) - left,
        (int) Math.round(y(wall.bottom())) - top);
  }

  /** Where the goal is reached. */
  private void goal(Pen pen) {
    Area goals = map.goals();
    double radius = map.goalRadius();
    double left = x(goals.left() - radius);
    double top = y(goals.top() + radius);
    RoundRectangle2D area =
        new RoundRectangle2D.Double(
            left,
            top,
            x(goals.right() + radius) - left,
            y(goals.bottom() - radius) - top,
            2 * radius * scale,
            2 * radius * scale);
    pen.graphics().setColor(GOAL_AREA);
    pen.graphics().fill(area);
    pen.draw(area, GOAL, new BasicStroke(1.5f));
  }

  /** Lines from place to place, one for all steps of a shade. */
  private void path(Pen pen, float[][] episode) {
    int steps = episode.length - 1;
    int perShade = Math.max(1, lastStep / SHADES);
    for (int first = 0; first < steps; first += perShade) {
      int last = Math.min(steps, first + perShade);
      Path2D line = new Path2D.Double();
      Point2D start = place(episode[first]);
      line.moveTo(start.getX(), start.getY());
      for (int step = first + 1; step <= last; step++) {
        Point2D next = place(episode[step]);
        line.lineTo(next.getX(), next.getY());
      }
      pen.curve(line, time.of((first + last) / 2.0), LINE);
    }
  }

  private static void startMark(Pen pen, Point2D at) {
    Ellipse2D circle = new Ellipse2D.Double(at.getX() - 4, at.getY() - 4, 8, 8);
    pen.graphics().setColor(Color.WHITE);
    pen.graphics().fill(circle);
    pen.draw(circle, Pen.INK, new BasicStroke(1.5f));
  }

  private static void endMark(Pen pen, Point2D at) {
    Path2D diamond = new Path2D.Double();
    diamond.moveTo(at.getX(), at.getY() - 5.5);
    diamond.lineTo(at.getX() + 5.5, at.getY());
    diamond.lineTo(at.getX(), at.getY() + 5.5);
    diamond.lineTo(at.getX() - 5.5, at.getY());
    diamond.closePath();
    pen.graphics().setColor(Pen.INK);
    pen.graphics().fill(diamond);
    pen.draw(diamond, Color.WHITE, new BasicStroke(1.2f));
  }

  private void axes(Pen pen, int width, int height) {
    for (double tick : x.ticks(TICKS)) {
      int at = (int) Math.round(x(tick));
      pen.graphics().setColor(Pen.INK);
      pen.graphics().drawLine(at, TOP + height, at, TOP + height + 3);
      String label = x.label(tick, TICKS);
      int half = pen.width(Pen.SMALL, label) / 2;
      pen.text(Pen.SMALL, Pen.INK, label, at - half, TOP + height + 14);
    }
    for (double tick : y.ticks(TICKS)) {
      int at = (int) Math.round(y(tick));
      pen.graphics().setColor(Pen.INK);
      pen.graphics().drawLine(LEFT - 4, at, LEFT - 1, at);
      String label = y.label(tick, TICKS);
      pen.text(Pen.SMALL, Pen.INK, label, LEFT - 7 - pen.width(Pen.SMALL, label), at + 4);
    }
    String unit = "x, m";
    int right = LEFT + width - pen.width(Pen.SMALL, unit);
    pen.text(Pen.SMALL, Pen.FAINT, unit, right, TOP + height + 27);
    pen.text(Pen.SMALL, Pen.FAINT, "y, m", LEFT - 7 - pen.width(Pen.SMALL, "y, m"), TOP - 7);
  }

  private void bar(Pen pen, int left, int height) {
    for (int pixel = 0; pixel < height; pixel++) {
      pen.graphics().setColor(time.of((double) lastStep * pixel / (height - 1)));
      pen.graphics().fillRect(left, TOP + height - 1 - pixel, BAR_WIDTH, 1);
    }
    pen.frame(left, TOP, BAR_WIDTH, height);
    pen.text(Pen.SMALL, Pen.FAINT, "step", left, TOP - 7);
    boolean goesOn = episodes.stream().anyMatch(episode -> episode.length - 1 > lastStep);
    for (int part = 0; part <= 2; part++) {
      int at = TOP + height - part * (height - 8) / 2;
      String label = (part == 2 && goesOn ? "\u2265" : "") + lastStep * part / 2;
      pen.text(Pen.SMALL, Pen.INK, label, left + BAR_WIDTH + 4, at);
    }
  }

  private void legend(Pen pen, int line) {
    startMark(pen, new Point2D.Double(LEFT + 5.0, line - 4.0));
    int at = LEFT + 16;
    pen.text(Pen.PLAIN, Pen.INK, "start", at, line);
    at += pen.width(Pen.PLAIN, "start") + 22;
    endMark(pen, new Point2D.Double(at, line - 4.0));
    pen.text(Pen.PLAIN, Pen.INK, "end", at + 11, line);
    at += 11 + pen.width(Pen.PLAIN, "end") + 22;
    RoundRectangle2D area = new RoundRectangle2D.Double(at - 6.0, line - 10.0, 12, 12, 12, 12);
    pen.graphics().setColor(GOAL_AREA);
    pen.graphics().fill(area);
    pen.draw(area, GOAL, new BasicStroke(1.5f));
    boolean fixed = map.goals().right() == map.goals().left();
    pen.text(Pen.PLAIN, Pen.INK, fixed ? "goal" : "goals: random in this area", at + 11, line);
  }

  private Point2D place(float[] observation) {
    return new Point2D.Double(x(observation[map.x()]), y(observation[map.y()]));
  }

  private double x(double value) {
    return LEFT + scale * (value - x.low());
  }

  private double y(double value) {
    return TOP + scale * (y.high() - value);
  }
}
