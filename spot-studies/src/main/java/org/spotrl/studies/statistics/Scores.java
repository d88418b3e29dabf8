package org.spotrl.studies.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks arrays of scores. */
final class Scores {

  private Scores() {}

  /**
   * Returns a copy of the scores without negative zeros, which rankings would place below zero.
   *
   * @param name what an error calls the array
   * @throws IllegalArgumentException if there is no data set, a data set has no runs, or a score is
   *     not finite
   */
  static double[][] checked(String name, double[][] scores) {
    List<String> problems = new ArrayList<>();
    if (scores.length == 0) {
      problems.add(name + " has no data sets");
    }
    double[][] copy = new double[scores.length][];
    for (int d = 0; d < scores.length; d++) {
      if (scores[d].length == 0) {
        problems.add("%s[%d] has no runs".formatted(name, d));
      }
      int dataset = d;
      copy[d] = finite(() -> "%s[%d]".formatted(name, dataset), scores[d], problems);
    }
    refuse(problems, "each data set needs at least one run with a finite score");
    return copy;
  }

  /**
   * Returns a copy of the values without negative zeros.
   *
   * @param name what an error calls the array
   * @throws IllegalArgumentException if there is no value or a value is not finite
   */
  static double[] checked(String name, double[] values) {
    List<String> problems = new ArrayList<>();
    if (values.length == 0) {
      problems.add(name + " is empty");
    }
    double[] copy = finite(() -> name, values, problems);
    refuse(problems, "at least one finite number is needed");
    return copy;
  }

  /**
   * Returns a copy of the values without negative zeros; adds a problem for each that is not
   * finite.
   *
   * @param name what an error calls the array; a bootstrap comes here millions of times, where
   *     making names would take most of its time
   */
  static double[] finite(Supplier<String> name, double[] values, List<String> problems) {
    double[] copy = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      copy[i] = values[i] + 0.0;
      if (!Double.isFinite(values[i])) {
        problems.add("%s[%d] is %s".formatted(name.get(), i, values[i]));
      }
    }
    return copy;
  }

  /** Throws if there is a problem. */
  static void refuse(List<String> problems, String allowed) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(", ", problems) + ": " + allowed);
    }
  }

  /** Throws unless both have the same number of data sets. */
  static void requireSameDatasets(double[][] x, double[][] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x has %d data sets and y has %d: both need the same data sets in the same order"
              .formatted(x.length, y.length));
    }
  }

  /** The scores of all data sets in one array. */
  static double[] all(double[][] scores) {
    int count = 0;
    for (double[] runs : scores) {
      count += runs.length;
    }
    double[] all = new double[count];
    int at = 0;
    for (double[] runs : scores) {
      System.arraycopy(runs, 0, all, at, runs.length);
      at += runs.length;
    }
    return all;
  }
}
