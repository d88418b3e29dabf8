package org.spotrl.studies.report;

import java.util.Locale;

/** Numbers as text. */
final class Numbers {

  /** A number that does not exist. */
  static final String NONE = "–";

  /** The sign of negative numbers; in CSV it is a hyphen. */
  static final String MINUS = "−";

  private static final double SMALL_P = 0.001;
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;

  private Numbers() {}

  /** A score or another number with one decimal. */
  static String one(double value) {
    return Double.isNaN(value) ? NONE : decimals(1, value);
  }

  /** A mean with a standard deviation, if there is one: {@code 86.9 ± 4.3}. */
  static String plusMinus(double mean, double std) {
    return Double.isNaN(std) ? one(mean) : one(mean) + " ± " + one(std);
  }

  /** A difference with its sign. */
  static String signed(double value) {
    String text = one(Math.abs(value));
    return Double.isNaN(value) || text.equals("0.0") ? text : (value < 0 ? MINUS : "+") + text;
  }

  /** A number with a number of decimals; no negative zero. */
  static String decimals(int decimals, double value) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
    boolean isZero = text.chars().allMatch(c -> c == '0' || c == '.');
    return value < 0 && !isZero ? MINUS + text : text;
  }

  /** An interval: {@code [80.1, 92.0]}. */
  static String interval(double low, double high) {
    return Double.isNaN(low) ? NONE : "[%s, %s]".formatted(one(low), one(high));
  }

  /** A p-value. */
  static String p(double p) {
    return p < SMALL_P ? "< 0.001" : decimals(3, p);
  }

  /** A duration: {@code 3 h 25 min}, {@code 4 min 10 s}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < HOUR
        ? "%d min %02d s".formatted(whole / MINUTE, whole % MINUTE)
        : "%d h %02d min".formatted(whole / HOUR, whole % HOUR / MINUTE);
  }

  /** A number of things: {@code 1 run}, {@code 2 runs}. */
  static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }
}
