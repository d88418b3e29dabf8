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
   * up, and in each row from the lowest x; then those given.
   */
  float[] actions(double[]... more) {
    float[] actions = new float[(SIDE * SIDE + more.length) * actionDim()];
    int next = 0;
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        for (int d = 0; d < actionDim(); d++) {
          double value = d == X ? middle(column) : d == Y ? middle(row) : through[d];
          actions[next++] = (float) value;
        }
      }
    }
    for (double[] action : more) {
      for (double value : action) {
        actions[next++] = (float) value;
      }
    }
    return actions;
  }

  private double middle(int cell) {
    return maxAction * (2 * (cell + 0.5) / SIDE - 1);
  }

  /** Where a number of an action lies along a side, from 0 to 1. */
  double share(double value) {
    return (value / maxAction + 1) / 2;
  }
}
