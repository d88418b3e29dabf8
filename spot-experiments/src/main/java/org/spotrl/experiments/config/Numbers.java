package org.spotrl.experiments.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Numbers as configuration files write them. */
final class Numbers {

  private static final String DIGITS = "[0-9]+(_[0-9]+)*";
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(" + DIGITS + "\\.?(" + DIGITS + ")?|\\." + DIGITS + ")([eE][-+]?[0-9]{1,9})?");

  /** Octal in YAML 1.1, decimal in 1.2, so it is refused. */
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+.*");

  private static final Pattern OTHER_NOTATION =
      Pattern.compile("[-+]?0([xX][0-9a-fA-F_]+|[oO]?[0-7_]+|[0-9_]+)");

  /** No double has more digits, and matching a longer text could take long. */
  static final int LONGEST = 400;

  private static final double LARGEST_WHOLE_BOUND = 1e15;
  private static final double PLAIN_FROM = 1e-3;
  private static final double PLAIN_BELOW = 1e7;

  private Numbers() {}

  /** True if the text has the form of a number. */
  static boolean looksLike(String text) {
    return text.length() <= LONGEST && NUMBER.matcher(text).matches();
  }

  /** True for 0x1F, 0o17 and 007. */
  static boolean isOtherNotation(String text) {
    return text.length() <= LONGEST && OTHER_NOTATION.matcher(text).matches();
  }

  /** The exact value; digits may be grouped by underscores. */
  static Optional<BigDecimal> parse(String text) {
    return looksLike(text) && !LEADING_ZERO.matcher(text).matches()
        ? Optional.of(new BigDecimal(text.replace("_", "")))
        : Optional.empty();
  }

  /** The value if it is whole and fits a long: 1e6 and 2.0 are whole, 1.5 is not. */
  static Optional<Long> whole(BigDecimal value) {
    try {
      return Optional.of(value.longValueExact());
    } catch (ArithmeticException fractionOrTooLarge) {
      return Optional.empty();
    }
  }

  /** A bound as text, without a point if it is whole; empty if it is infinite. */
  static String boundText(double bound) {
    return Double.isInfinite(bound)
        ? ""
        : bound(bound) instanceof Long whole ? whole.toString() : text(bound);
  }

  /** A bound, as a Long if it is whole. */
  static Number bound(double bound) {
    if (bound == Math.rint(bound) && Math.abs(bound) < LARGEST_WHOLE_BOUND) {
      return (long) bound;
    }
    return bound;
  }

  /**
   * The shortest text that gives this double or float again: 0.005, 256.0, 3.0e-4. Without the
   * point and zero, YAML 1.1 reads some of them as text.
   */
  static String text(Number value) {
    double number = value.doubleValue();
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    // Double.toString of Java 17 has a digit too many for some numbers.
    BigDecimal exact = new BigDecimal(number);
    BigDecimal shortest =
        IntStream.iterate(1, digits -> digits + 1)
            .mapToObj(digits -> exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)))
            .filter(
                rounded ->
                    value instanceof Float
                        ? rounded.floatValue() == value.floatValue()
                        : rounded.doubleValue() == number)
            .findFirst()
            .orElseThrow()
            .stripTrailingZeros();
    if (Math.abs(number) >= PLAIN_FROM && Math.abs(number) < PLAIN_BELOW) {
      return withPoint(shortest);
    }
    int exponent = shortest.precision() - shortest.scale() - 1;
    return withPoint(shortest.movePointLeft(exponent)) + (exponent < 0 ? "e" : "e+") + exponent;
  }

  private static String withPoint(BigDecimal number) {
    return number.setScale(Math.max(1, number.scale()), RoundingMode.UNNECESSARY).toPlainString();
  }
}
