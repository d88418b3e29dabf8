package org.spotrl.baselines.oracle;

import java.util.ArrayList;
import java.util.List;

/** Collects all deviations of a case, so that a failure shows all of them. */
final class Comparison {

  /**
   * Tolerance of losses, intermediate values and gradients, relative to the largest number of an
   * array.
   */
  static final double RELATIVE = 1e-5;

  /** Absolute tolerance near zero. The authors' code deviates by up to 5e-7 in float32. */
  static final double NEAR_ZERO = 1e-6;

  /**
   * Absolute tolerance of final parameters. The authors' code deviates by up to 3e-7 in float32;
   * another epsilon in Adam changes them by 2e-5 or more.
   */
  static final double PARAMETER = 3e-6;

  /** Sums run over hundreds of parameters, whose float32 deviations add up. */
  private static final double SUM_NEAR_ZERO = 1e-5;

  private static final int SHOWN = 20;

  private final String file;
  private final List<String> deviations = new ArrayList<>();
  private int compared;

  Comparison(String file) {
    this.file = file;
  }

  /** Compares with a tolerance of 1e-5 times the largest expected number, but at least 1e-6. */
  void near(String what, double[] expected, float[] actual) {
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    within(what, expected, actual, Math.max(NEAR_ZERO, RELATIVE * largest));
  }

  /** Compares a sum over many numbers by the same rule. */
  void nearSum(String what, double expected, double actual) {
    compared++;
    double tolerance = Math.max(SUM_NEAR_ZERO, RELATIVE * Math.abs(expected));
    if (!(Math.abs(actual - expected) <= tolerance)) {
      add(what, expected, actual, tolerance);
    }
  }

  /** Compares each number within an absolute tolerance. */
  void within(String what, double[] expected, float[] actual, double tolerance) {
    if (expected.length != actual.length) {
      deviations.add(
          "%s: %d numbers instead of %d".formatted(what, actual.length, expected.length));
      return;
    }
    for (int i = 0; i < expected.length; i++) {
      compared++;
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
        add(expected.length == 1 ? what : what + "[" + i + "]", expected[i], actual[i], tolerance);
      }
    }
  }

  private void add(String what, double expected, double actual, double tolerance) {
    deviations.add(
        "%s is %.9g instead of %.9g: the difference %.2g is above %.2g"
            .formatted(what, actual, expected, Math.abs(actual - expected), tolerance));
  }

  /** Reports a deviation that is not a number. */
  void fail(String what) {
    deviations.add(what);
  }

  void assertNone() {
    if (compared == 0) {
      throw new AssertionError(file + ": nothing was compared");
    }
    if (!deviations.isEmpty()) {
      throw new AssertionError(
          "%s: %d deviations from the recorded numbers, the first:%n  %s"
              .formatted(
                  file,
                  deviations.size(),
                  String.join(
                      System.lineSeparator() + "  ",
                      deviations.subList(0, Math.min(SHOWN, deviations.size())))));
    }
  }
}
