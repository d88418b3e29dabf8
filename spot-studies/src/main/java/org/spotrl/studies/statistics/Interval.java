package org.spotrl.studies.statistics;

/**
 * A confidence interval of 95 %.
 *
 * @param low lower bound; NaN if there are too few runs for an interval
 * @param high upper bound; NaN if there are too few runs for an interval
 */
public record Interval(double low, double high) {

  static final double LOWER_PROBABILITY = 0.025;
  static final double UPPER_PROBABILITY = 0.975;

  /** The interval of too few runs. */
  static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  /** False if there are too few runs for an interval. */
  public boolean known() {
    return !Double.isNaN(low);
  }
}
