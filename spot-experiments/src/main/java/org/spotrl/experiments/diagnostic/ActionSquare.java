package org.spotrl.experiments.diagnostic;

/**
 * A square of actions around which a picture is drawn: two dimensions vary over all their range,
 * the others stay at those of one action.
 *
 * @param through {@code [A]}, the action whose other dimensions are kept, A at least 2
 * @param maxAction both dimensions go from -maxAction to maxAction
 */
@SuppressWarnings("ArrayRecordComponent") // used within this package, never compared
record ActionSquare(double[] through, double maxAction) {

  /** Cells along each side; odd, so that one of them is around zero. */
  static final int SIDE = 23;

  /** The dimension along the x axis. */
  static final int X = 0;

  /** The dimension along the y axis. */
  static final int Y = 1;

  /** Numbers of an action, A. */
  int actionDim() {
    return through.length;
  }

  /**
   * The actions at the middles of the cells, {@code [SIDE * SIDE, A]} row by row: from the lowest y
   * up, and in each row from the lowest x.
   */
  double[][] actions() {
    double[][] actions = new double[SIDE * SIDE][];
    for (int cell = 0; cell < actions.length; cell++) {
      actions[cell] = through.clone();
      actions[cell][X] = middle(cell % SIDE);
      actions[cell][Y] = middle(cell / SIDE);
    }
    return actions;
  }

  private double middle(int place) {
    return maxAction * (2 * (place + 0.5) / SIDE - 1);
  }

  /** Where a number of an action lies along a side, from 0 to 1. */
  double share(double value) {
    return (value / maxAction + 1) / 2;
  }
}
