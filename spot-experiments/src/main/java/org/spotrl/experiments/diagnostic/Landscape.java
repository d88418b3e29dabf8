package org.spotrl.experiments.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A function of the action over an {@link ActionSquare} and along an {@link ActionLine}.
 *
 * @param title what it is, with its unit
 * @param cells its values at the middles of the cells
 * @param atData its value at the data's action
 * @param atPolicy its value at the policy's action
 * @param along its values along the line
 * @param depth numbers further than this below the greatest are drawn alike; infinite: none are
 */
@SuppressWarnings("ArrayRecordComponent") // used within this package, never compared
record Landscape(
    String title, double[] cells, double atData, double atPolicy, double[] along, double depth) {

  /** Values of a landscape. */
  static final int VALUES = ActionSquare.SIDE * ActionSquare.SIDE + 2 + ActionLine.POINTS;

  /** The actions of a landscape, {@code [VALUES, A]}. */
  static float[] actions(ActionSquare square, ActionLine line) {
    List<double[]> all = new ArrayList<>(List.of(square.actions()));
    all.add(line.data());
    all.add(line.policy());
    all.addAll(List.of(line.actions()));
    float[] actions = new float[VALUES * square.actionDim()];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = (float) all.get(i / square.actionDim())[i % square.actionDim()];
    }
    return actions;
  }

  /** A landscape of the values at its {@link #actions}. */
  static Landscape of(String title, double[] values, double depth) {
    int count = ActionSquare.SIDE * ActionSquare.SIDE;
    return new Landscape(
        title,
        Arrays.copyOf(values, count),
        values[count],
        values[count + 1],
        Arrays.copyOfRange(values, count + 2, VALUES),
        depth);
  }

  /** The colours of its numbers. */
  ColorScale scale() {
    return ColorScale.over(cells, depth);
  }

  /** True if it has numbers below this one. */
  boolean reachesBelow(double number) {
    return Arrays.stream(cells).anyMatch(value -> value < number);
  }
}
