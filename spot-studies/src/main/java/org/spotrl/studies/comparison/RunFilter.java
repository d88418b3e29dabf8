package org.spotrl.studies.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;

/**
 * A condition on a run, for example {@code method=spot} or {@code seed<3}.
 *
 * <p>Two numbers are compared as numbers, other values as text, ignoring case. A run without the
 * key matches only {@code !=}.
 *
 * @param key see {@link RunRecord#value}
 * @param operator one of {@code = != < <= > >= ~}; {@code ~} means "contains"
 * @param wanted the value to compare with
 */
public record RunFilter(String key, String operator, String wanted) {

  private static final Pattern FORM =
      Pattern.compile("\\s*(\\S(?:[^=!<>~]*[^=!<>~\\s])?)\\s*(!=|<=|>=|=|<|>|~)\\s*(.*?)\\s*");

  /**
   * Parses a condition.
   *
   * @throws SpotInputException if the text is not a condition
   */
  public static RunFilter parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new SpotInputException(
          "--where '%s' is not a condition; write a key, one of = != < <= > >= ~ and a value, for example method=spot or 'seed<3'"
              .formatted(text));
    }
    RunFilter condition = new RunFilter(form.group(1), form.group(2), form.group(3));
    if (condition.isOrdering() && number(condition.wanted).isEmpty()) {
      throw new SpotInputException(
          "--where '%s': %s compares numbers, but '%s' is not a number"
              .formatted(text, condition.operator, condition.wanted));
    }
    return condition;
  }

  /** Returns the runs that meet all conditions. */
  public static List<RunRecord> filter(List<RunRecord> runs, List<RunFilter> conditions) {
    if (runs.isEmpty()) {
      return runs;
    }
    RunKeys keys = new RunKeys(runs);
    List<RunFilter> resolved =
        conditions.stream()
            .map(c -> new RunFilter(keys.find(c.key), c.operator, c.wanted))
            .toList();
    return runs.stream().filter(run -> resolved.stream().allMatch(c -> c.fits(run))).toList();
  }

  /** Whether the run meets the condition. */
  public boolean fits(RunRecord run) {
    return run.value(key).map(this::fits).orElse(operator.equals("!="));
  }

  private boolean fits(String value) {
    if (operator.equals("~")) {
      return value.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
    Optional<Double> a = number(value);
    Optional<Double> b = number(wanted);
    if (a.isPresent() && b.isPresent()) {
      return fits(a.get(), b.get());
    }
    return !isOrdering() && value.equalsIgnoreCase(wanted) == operator.equals("=");
  }

  private boolean fits(double a, double b) {
    return switch (operator) {
      case "<" -> a < b;
      case "<=" -> a <= b;
      case ">" -> a > b;
      case ">=" -> a >= b;
      case "=" -> a == b;
      default -> a != b;
    };
  }

  private boolean isOrdering() {
    return operator.startsWith("<") || operator.startsWith(">");
  }

  /** Parses a number; empty if the text is not a number. */
  static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
