package org.spotrl.policy;

import java.util.List;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/** Reads the settings of a stored policy as numbers. */
record Settings(String format, Map<String, String> values) {

  double number(String name) {
    String text = values.get(name);
    try {
      if (text != null) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw new SpotInputException(
          "setting '%s' of a policy of format '%s' must be a number, not '%s'"
              .formatted(name, format, text),
          e);
    }
    throw new SpotInputException(
        "a policy of format '%s' needs the setting '%s'; it has only %s"
            .formatted(format, name, values.keySet()));
  }

  int count(String name) {
    double value = number(name);
    if (value < 1 || value != Math.rint(value) || value > Integer.MAX_VALUE) {
      throw new SpotInputException(
          "setting '%s' of a policy of format '%s' must be an integer >= 1, not %s"
              .formatted(name, format, value));
    }
    return (int) value;
  }

  /** One of these words; the first where the setting is absent. */
  String word(String name, String... allowed) {
    String word = values.getOrDefault(name, allowed[0]);
    if (!List.of(allowed).contains(word)) {
      throw new SpotInputException(
          "setting '%s' of a policy of format '%s' must be '%s', not '%s'"
              .formatted(name, format, String.join("' or '", allowed), word));
    }
    return word;
  }
}
