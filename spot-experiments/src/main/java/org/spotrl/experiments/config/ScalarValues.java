package org.spotrl.experiments.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.spotrl.experiments.config.Tree.Scalar;

/** Reads single values as what their settings can hold: nothing is rounded, cut or guessed. */
final class ScalarValues {

  private ScalarValues() {}

  /** The value if the text is one of this kind and allowed. */
  static Optional<Object> read(SettingSpec setting, SettingType kind, Scalar scalar) {
    String text = scalar.text();
    if (kind instanceof SettingType.Text) {
      return setting.words().isEmpty() || setting.words().contains(text)
          ? Optional.of(text)
          : Optional.empty();
    } else if (kind instanceof SettingType.Words choice) {
      return choice.constants().stream()
          .filter(constant -> SettingType.Words.word(constant).equals(text))
          .findFirst()
          .map(Object.class::cast);
    } else if (!scalar.plain()) {
      return Optional.empty();
    } else if (kind instanceof SettingType.Flag) {
      return text.equals("true") || text.equals("false")
          ? Optional.of(Boolean.valueOf(text))
          : Optional.empty();
    } else if (kind instanceof SettingType.Whole whole) {
      return Numbers.parse(text)
          .flatMap(Numbers::whole)
          .filter(number -> number >= whole.least() && number <= whole.greatest())
          .filter(number -> setting.allows(number.doubleValue()))
          .map(number -> whole.isLong() ? (Object) number : (Object) number.intValue());
    } else if (kind instanceof SettingType.Real real) {
      return Numbers.parse(text)
          .map(BigDecimal::doubleValue)
          .filter(number -> setting.allows(number))
          .map(number -> real.single() ? (Object) number.floatValue() : (Object) number)
          .filter(number -> Double.isFinite(((Number) number).doubleValue()));
    }
    return Optional.empty();
  }

  /** What to do about a value of the wrong kind, where that can be guessed. */
  static String advice(SettingSpec setting, SettingType kind, Scalar scalar) {
    if (scalar.isNull()) {
      return kind instanceof SettingType.Text && setting.words().isEmpty()
          ? "; write '' for no text"
          : "; leave the line out to use the default";
    } else if (kind instanceof SettingType.Text || kind instanceof SettingType.Words) {
      return NearestMatch.hint(scalar.text(), setting.words());
    } else if (kind instanceof SettingType.Flag) {
      return switch (scalar.text().toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "y" -> "; write true";
        case "false", "no", "off", "n" -> "; write false";
        default -> "";
      };
    } else if (kind instanceof SettingType.Whole || kind instanceof SettingType.Real) {
      if (!scalar.plain() && Numbers.parse(scalar.text()).isPresent()) {
        return "; write it without quotes";
      } else if (Numbers.isOtherNotation(scalar.text())) {
        return "; write it in decimal, without leading zeros";
      } else if (kind instanceof SettingType.Whole whole && scalar.plain()) {
        return Numbers.parse(scalar.text()).map(number -> limit(number, whole)).orElse("");
      }
    } else if (kind instanceof SettingType.ListOf) {
      return "; write [" + scalar.text() + "]";
    }
    return "";
  }

  /** The limit of the number's type that this one is beyond, if it is. */
  private static String limit(BigDecimal number, SettingType.Whole whole) {
    if (number.compareTo(BigDecimal.valueOf(whole.greatest())) > 0) {
      return "; the greatest possible is " + whole.greatest();
    }
    return number.compareTo(BigDecimal.valueOf(whole.least())) < 0
        ? "; the least possible is " + whole.least()
        : "";
  }
}
