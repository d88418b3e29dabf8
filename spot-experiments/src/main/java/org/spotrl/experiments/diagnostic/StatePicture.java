package org.spotrl.experiments.diagnostic;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;

/**
 * Draws landscapes of one state side by side, with the data's and the policy's action marked, and
 * below them along the line through both actions.
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

  private final ActionSquare square;
  private final ActionLine line;

  StatePicture(ActionSquare square, ActionLine line) {
    this.square = square;
    this.line = line;
  }

  /**
   * The picture in the PNG format, 256 pixels wide for each landscape.
   *
   * @param title first line
   * @param subtitle second line
   */
  byte[] draw(String title, String subtitle, List<Landscape> landscapes) {
    try (Pen pen = new Pen(PANEL_WIDTH * landscapes.size(), HEIGHT + LinePlot.HEIGHT)) {
      pen.text(Pen.BOLD, Pen.INK, title, 8, 16);
      pen.text(Pen.PLAIN, Pen.FAINT, subtitle, 8, 32);
      AffineTransform origin = pen.graphics().getTransform();
      for (Landscape landscape : landscapes) {
        panel(pen, landscape);
        pen.graphics().translate(PANEL_WIDTH, 0);
      }
      pen.graphics().setTransform(origin);
      new LinePlot(pen, line, HEIGHT).draw(landscapes);
      return pen.png();
    }
  }

  private void panel(Pen pen, Landscape landscape) {
    pen.text(Pen.PLAIN, Pen.INK, landscape.title(), LEFT, TOP - 7);
    ColorScale scale = landscape.scale();
    cells(pen.graphics(), landscape.cells(), scale);
    axes(pen);
    bar(pen, scale, landscape.reachesBelow(scale.low()));
    pen.dataMark(x(line.data()), y(line.data()));
    pen.policyMark(x(line.policy()), y(line.policy()));
    legend(pen, landscape, scale.decimals());
    if (square.actionDim() > 2) {
      int last = square.actionDim() - 1;
      String others = last == 2 ? "action 2" : "actions 2 to " + last;
      pen.text(Pen.SMALL, Pen.FAINT, others + " as the policy's", LEFT, HEIGHT - 6);
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

  private void axes(Pen pen) {
    Graphics2D g = pen.graphics();
    pen.frame(LEFT, TOP, PLOT, PLOT);
    for (int tick = -1; tick <= 1; tick++) {
      int along = (tick + 1) * PLOT / 2;
      double end = tick * square.maxAction();
      String label = Pen.number(end, end == Math.rint(end) ? 0 : 1);
      g.setColor(Pen.INK);
      g.drawLine(LEFT + along, TOP + PLOT, LEFT + along, TOP + PLOT + 3);
      g.drawLine(LEFT - 4, TOP + PLOT - along, LEFT - 1, TOP + PLOT - along);
      int w = pen.width(Pen.SMALL, label);
      pen.text(Pen.SMALL, Pen.INK, label, LEFT + along - w / 2, TOP + PLOT + 14);
      pen.text(Pen.SMALL, Pen.INK, label, LEFT - 7 - w, TOP + PLOT - along + 4);
    }
    String x = "action " + ActionSquare.X;
    String y = "action " + ActionSquare.Y;
    int w = pen.width(Pen.SMALL, x);
    pen.text(Pen.SMALL, Pen.FAINT, x, LEFT + PLOT * 3 / 4 - w / 2, TOP + PLOT + 14);
    AffineTransform upright = g.getTransform();
    double start = TOP + PLOT / 4.0 + w / 2.0;
    g.rotate(-Math.PI / 2, LEFT - 14, start);
    pen.text(Pen.SMALL, Pen.FAINT, y, LEFT - 14, (int) Math.round(start));
    g.setTransform(upright);
  }

  private static void bar(Pen pen, ColorScale scale, boolean cut) {
    Graphics2D g = pen.graphics();
    int decimals = scale.decimals();
    int x = LEFT + PLOT + BAR_GAP;
    double range = scale.high() - scale.low();
    for (int pixel = 0; pixel < PLOT; pixel++) {
      g.setColor(scale.of(scale.low() + range * pixel / (PLOT - 1)));
      g.fillRect(x, TOP + PLOT - 1 - pixel, BAR_WIDTH, 1);
    }
    pen.frame(x, TOP, BAR_WIDTH, PLOT);
    int labels = x + BAR_WIDTH + 4;
    pen.text(Pen.SMALL, Pen.INK, Pen.number(scale.high(), decimals), labels, TOP + 8);
    if (range > 0) {
      String lowest = (cut ? "\u2264" : "") + Pen.number(scale.low(), decimals);
      pen.text(Pen.SMALL, Pen.INK, Pen.number(scale.at(0.5), decimals), labels, TOP + PLOT / 2 + 4);
      pen.text(Pen.SMALL, Pen.INK, lowest, labels, TOP + PLOT);
    }
  }

  /** The marks and what the landscape is at them. */
  private static void legend(Pen pen, Landscape landscape, int decimals) {
    int first = TOP + PLOT + 34;
    int second = first + 16;
    String atData = "data's action: " + Pen.number(landscape.atData(), decimals);
    String atPolicy = "policy's action: " + Pen.number(landscape.atPolicy(), decimals);
    pen.dataMark(LEFT + 5, first - 4);
    pen.text(Pen.PLAIN, Pen.INK, atData, LEFT + 16, first);
    pen.policyMark(LEFT + 5, second - 4);
    pen.text(Pen.PLAIN, Pen.INK, atPolicy, LEFT + 16, second);
  }

  private double x(double[] action) {
    return LEFT + PLOT * square.share(action[ActionSquare.X]);
  }

  private double y(double[] action) {
    return TOP + PLOT * (1 - square.share(action[ActionSquare.Y]));
  }
}
