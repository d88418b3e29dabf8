package org.spotrl.experiments.diagnostic;

/**
 * The straight way from the data's action to the policy's, and on beyond both as far as actions are
 * allowed, but no further than half of the way.
 *
 * @param data {@code [A]}, place 0
 * @param policy {@code [A]}, place 1
 * @param first place where it begins, at most 0
 * @param last place where it ends, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // used within this package, never compared
record ActionLine(double[] data, double[] policy, double first, double last) {

  /** Actions along it. */
  static final int POINTS = 61;

  private static final double BEYOND = 0.5;

  /**
   * The line through two actions.
   *
   * @param maxAction each number of an action lies between -maxAction and maxAction
   */
  static ActionLine through(double[] data, double[] policy, double maxAction) {
    double before = BEYOND;
    double after = BEYOND;
    for (int d = 0; d < data.length; d++) {
      double step = policy[d] - data[d];
      if (step != 0) {
        double end = Math.copySign(maxAction, step);
        before = Math.min(before, Math.max(0, (data[d] + end) / step));
        after = Math.min(after, Math.max(0, (end - policy[d]) / step));
      }
    }
    return new ActionLine(data, policy, -before, 1 + after);
  }

  /** Its actions, from the first to the last. */
  double[][] actions() {
    double[][] actions = new double[POINTS][data.length];
    for (int i = 0; i < POINTS; i++) {
      double place = first + (last - first) * i / (POINTS - 1);
      for (int d = 0; d < data.length; d++) {
        actions[i][d] = data[d] + place * (policy[d] - data[d]);
      }
    }
    return actions;
  }

  /** Where a place lies along the line, from 0 to 1. */
  double share(double place) {
    return (place - first) / (last - first);
  }
}
