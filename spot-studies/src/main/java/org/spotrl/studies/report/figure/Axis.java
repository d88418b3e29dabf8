package org.spotrl.studies.report.figure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.spotrl.api.statistics.RoundNumbers;

/**
 * An axis: the range of its values and the numbers beside it.
 *
 * @param label its quantity and unit
 * @param low value at its start
 * @param high value at its end
 * @param log whether it is logarithmic
 * @param ticks values with a number
 */
public record Axis(String label, double low, double high, boolean log, List<Double> ticks) {

  /** Most numbers on a linear axis. */
  private static final int TICKS = 6;

  private static final double MARGIN = 0.04;

  /** Space between the least value of a logarithmic axis and its place for 0. */
  private static final double ZERO_GAP = 4;

  /** Copies the ticks. */
  public Axis {
    ticks = List.copyOf(ticks);
  }

  /** A linear axis over the finite ones of some values. */
  public static Axis linear(String label, DoubleStream values) {
    double[] range = range(values);
    double margin = range[1] > range[0] ? MARGIN * (range[1] - range[0]) : 1;
    return linear(label, range[0] - margin, range[1] + margin);
  }

  /** A linear axis from one value to another. */
  public static Axis linear(String label, double low, double high) {
    double step = RoundNumbers.step(low, high, TICKS);
    return new Axis(label, low, high, false, RoundNumbers.multiples(low, high, step));
  }

  /** A logarithmic axis with these values as its ticks; 0 gets a place before the least one. */
  public static Axis logarithmic(String label, DoubleStream values) {
    double[] all = values.distinct().sorted().toArray();
    double[] positive = Arrays.stream(all).filter(v -> v > 0).toArray();
    double least = positive.length == 0 ? 1 : positive[0];
    double low = all.length > 0 && all[0] == 0 ? least / ZERO_GAP : least;
    double high = positive.length == 0 ? 1 : positive[positive.length - 1];
    return new Axis(label, low / 1.3, high * 1.3, true, Arrays.stream(all).boxed().toList());
  }

  /** Where a value is, from 0 at the start to 1 at the end. */
  double share(double value) {
    return log
        ? Math.log(Math.max(value, low * 1.3) / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** A tick as a number without needless zeros. */
  String number(double tick) {
    double size = Math.max(Math.abs(low), Math.abs(high));
    if (!log && size >= 1e4) {
      return trimmed(tick / (size >= 1e6 ? 1e6 : 1e3)) + (tick == 0 ? "" : size >= 1e6 ? "M" : "k");
    }
    return trimmed(tick);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    String shortened = text.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    return shortened.equals("-0") ? "0" : shortened.replace('-', '−');
  }

  private static double[] range(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).toArray();
    return new double[] {
      Arrays.stream(finite).min().orElse(0), Arrays.stream(finite).max().orElse(1)
    };
  }
}
