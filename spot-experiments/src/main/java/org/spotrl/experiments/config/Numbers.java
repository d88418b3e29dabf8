package org.spotrl.experiments.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as configuration files write them. */
final class Numbers {

  private static final String DIGITS = "[0-9]+(_[0-9]+)*";
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(" + DIGITS + "\\.?(" + DIGITS + ")?|\\." + DIGITS + ")([eE][-+]?[0-9]{1,9})?");

  /** Octal in YAML 1.1, decimal in 1.2: refused because the meaning is unclear. */
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+.*");

  private static final Pattern OTHER_NOTATION =
      Pattern.compile("[-+]?0([xX][0-9a-fA-F_]+|[oO]?[0-7_]+|[0-9_]+)");

  private static final double LARGEST_WHOLE_BOUND = 1e15;
  private static final double PLAIN_FROM = 1e-3;
  private static final double PLAIN_BELOW = 1e7;
  private static final int MOST_DIGITS_OF_A_LONG = 19;

  private Numbers() {}

  /** True if this would be read as a number. */
  static boolean looksLike(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** True for 0x1F, 0o17 and 007. */
  static boolean isOtherNotation(String text) {
    return OTHER_NOTATION.matcher(text).matches();
  }

  /** The number's exact value: digits, also grouped by underscores, point and exponent. */
  static Optional<BigDecimal> parse(String text) {
    return looksLike(text) && !LEADING_ZERO.matcher(text).matches()
        ? Optional.of(new BigDecimal(text.replace("_", "")))
        : Optional.empty();
  }

  /** The value if it is whole and fits a long: 3, 1_000_000, 1e6 and 2.0 do, 1.5 does not. */
  static Optional<Long> whole(BigDecimal value) {
    // The size is looked at first: expanding 1e999999999 would fill the memory.
    if ((long) value.precision() - value.scale() > MOST_DIGITS_OF_A_LONG) {
      return Optional.empty();
    }
    try {
      return Optional.of(value.longValueExact());
    } catch (ArithmeticException fractionOrTooLarge) {
      return Optional.empty();
    }
  }

  /** A bound of a setting; whole ones without a point, empty for an infinite one. */
  static String boundText(double bound) {
    return Double.isInfinite(bound)
        ? ""
        : bound(bound) instanceof Long whole ? whole.toString() : text(bound);
  }

  /** A bound of a setting, a Long if it is whole. */
  static Number bound(double bound) {
    if (bound == Math.rint(bound) && Math.abs(bound) < LARGEST_WHOLE_BOUND) {
      return (long) bound;
    }
    return bound;
  }

  /**
   * The shortest text that is read back as this double or float: 0.005, 256.0, 3.0e-4. The point
   * and the zero keep readers of YAML 1.1 from taking it for text.
   */
  static String text(Number value) {
    // Java 17's own text has a digit too many for some numbers.
    BigDecimal exact = new BigDecimal(value.doubleValue());
    int digits = 1;
    BigDecimal rounded = round(exact, digits);
    while (value instanceof Float
        ? rounded.floatValue() != value.floatValue()
        : rounded.doubleValue() != value.doubleValue()) {
      digits++;
      rounded = round(exact, digits);
    }
    return text(rounded, value.doubleValue());
  }

  private static BigDecimal round(BigDecimal exact, int digits) {
    return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String text(BigDecimal shortest, double value) {
    BigDecimal bare = shortest.stripTrailingZeros();
    double size = Math.abs(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    if (size >= PLAIN_FROM && size < PLAIN_BELOW) {
      return bare.setScale(Math.max(1, bare.scale()), RoundingMode.UNNECESSARY).toPlainString();
    }
    int exponent = bare.precision() - bare.scale() - 1;
    BigDecimal mantissa = bare.movePointLeft(exponent);
    return mantissa
            .setScale(Math.max(1, mantissa.scale()), RoundingMode.UNNECESSARY)
            .toPlainString()
        + "e"
        + (exponent < 0 ? "-" : "+")
        + Math.abs(exponent);
  }
}
