package org.spotrl.experiments.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers as an experiment file writes them. */
final class Numbers {

  private static final String DIGITS = "[0-9]+(_[0-9]+)*";
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(" + DIGITS + "\\.?(" + DIGITS + ")?|\\." + DIGITS + ")([eE][-+]?[0-9]{1,9})?");

  /** Octal in YAML 1.1, decimal in 1.2: refused as nobody can tell what was meant. */
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_]+.*");

  private static final Pattern OTHER_NOTATION =
      Pattern.compile("[-+]?0([xX][0-9a-fA-F_]+|[oO]?[0-7_]+|[0-9_]+)");

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

  /**
   * The shortest text that is read back as this number: 0.005, 256.0, 3.0e-4. The point and the
   * zero keep readers of YAML 1.1 from taking it for text.
   */
  static String text(double value) {
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded =
          new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return text(rounded, value);
      }
    }
    return text(new BigDecimal(value).round(new MathContext(17, RoundingMode.HALF_EVEN)), value);
  }

  /** The same for a single-precision number. */
  static String text(float value) {
    for (int digits = 1; digits < 9; digits++) {
      BigDecimal rounded =
          new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.floatValue() == value) {
        return text(rounded, value);
      }
    }
    return text(new BigDecimal(value).round(new MathContext(9, RoundingMode.HALF_EVEN)), value);
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
