package org.spotrl.experiments.replay;

import java.util.Locale;

/**
 * The largest difference of a quantity between a row of a file and the simulator.
 *
 * @param row number of the row, from 0
 * @param quantity what differs
 * @param dimension index of the number, for a quantity with several
 * @param recorded the file's number
 * @param simulated the simulator's number; NaN if the simulation became unstable
 */
public record Difference(
    int row, Quantity quantity, int dimension, double recorded, double simulated) {

  /** The absolute difference; infinite if one of the numbers is NaN. */
  public double size() {
    double size = Math.abs(recorded - simulated);
    return Double.isNaN(size) ? Double.POSITIVE_INFINITY : size;
  }

  /** The difference as a line for users. */
  public String text() {
    boolean single = quantity.compareTo(Quantity.REWARD) >= 0;
    return String.format(
        Locale.ROOT,
        "row %d: %s%s is %.9g, simulated %s",
        row,
        quantity.label(),
        single ? "" : ", dimension " + dimension + ",",
        recorded,
        Double.isNaN(simulated)
            ? "nan: the simulation became unstable"
            : String.format(Locale.ROOT, "%.9g", simulated));
  }

  /** The largest difference of several numbers. */
  static Difference largest(int row, Quantity quantity, double[] recorded, double[] simulated) {
    Difference largest = new Difference(row, quantity, 0, recorded[0], simulated[0]);
    for (int i = 1; i < recorded.length; i++) {
      Difference next = new Difference(row, quantity, i, recorded[i], simulated[i]);
      largest = next.size() > largest.size() ? next : largest;
    }
    return largest;
  }
}
