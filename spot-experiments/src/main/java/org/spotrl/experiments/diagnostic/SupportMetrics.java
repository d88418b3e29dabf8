package org.spotrl.experiments.diagnostic;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spotrl.api.density.BehaviorDensity;

/** Compares the log densities of the policy's actions with those of the data's actions. */
final class SupportMetrics {

  /** The share of the data's own actions that counts as unsupported. */
  private static final double QUANTILE = 0.01;

  private final String section;
  private double[] data = {};

  /** Metrics of a section, for example {@code support}. */
  SupportMetrics(String section) {
    this.section = section;
  }

  /**
   * The metrics of a policy.
   *
   * @param actions the policy's, {@code [ROWS, A]} row by row
   */
  Map<String, Double> of(BehaviorDensity density, DataSample sample, float[] actions) {
    double[] policy = density.logDensity(sample.observations(), actions);
    double[] known = ofData(density, sample);
    double[] difference =
        IntStream.range(0, policy.length).mapToDouble(i -> policy[i] - known[i]).toArray();
    double threshold = lowest(known);
    return Map.of(
        section + "/log_density_policy",
        mean(policy),
        section + "/log_density_data",
        mean(known),
        section + "/log_density_difference_se",
        deviation(difference) / Math.sqrt(difference.length),
        section + "/unsupported_share",
        DoubleStream.of(policy).filter(value -> !(value >= threshold)).count()
            / (double) policy.length);
  }

  /**
   * Log densities of the data's actions. Most densities are trained before the policy, so they are
   * computed once; if the first row's has changed, the density has been trained since.
   */
  private double[] ofData(BehaviorDensity density, DataSample sample) {
    float[] observation = Arrays.copyOf(sample.observations(), sample.observationDim());
    float[] action = Arrays.copyOf(sample.actions(), sample.actions().length / DataSample.ROWS);
    if (data.length == 0
        || Double.compare(density.logDensity(observation, action)[0], data[0]) != 0) {
      data = density.logDensity(sample.observations(), sample.actions());
    }
    return data;
  }

  /** The value that 1 % of the values are below. */
  private static double lowest(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(QUANTILE * sorted.length) - 1];
  }

  /** The mean. */
  static double mean(double[] values) {
    return DoubleStream.of(values).sum() / values.length;
  }

  /** The standard deviation of a sample. */
  static double deviation(double[] values) {
    double mean = mean(values);
    double squares = DoubleStream.of(values).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
