package org.spotrl.experiments.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The result of a replay.
 *
 * @param rows number of replayed rows
 * @param misfits number of rows with a difference above the tolerance
 * @param differences for each quantity the differences of the rows where it was compared, sorted
 * @param worst the largest differences above the tolerance, the largest first, one for each row
 * @param notes what was not compared, and why
 */
public record ReplayReport(
    int rows,
    int misfits,
    Map<Quantity, double[]> differences,
    List<Difference> worst,
    List<String> notes) {

  /** Copies the collections. */
  public ReplayReport {
    differences = Map.copyOf(differences);
    worst = List.copyOf(worst);
    notes = List.copyOf(notes);
  }

  /** The smallest difference that this share of a quantity's rows does not exceed. */
  public double quantile(Quantity quantity, double share) {
    double[] sorted = differences.getOrDefault(quantity, new double[0]);
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, index)];
  }

  /** The number of rows in which a quantity differs by more than this. */
  public int above(Quantity quantity, double tolerance) {
    return (int)
        Arrays.stream(differences.getOrDefault(quantity, new double[0]))
            .filter(difference -> difference > tolerance)
            .count();
  }
}
