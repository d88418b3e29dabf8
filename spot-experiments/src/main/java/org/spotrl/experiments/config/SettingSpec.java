package org.spotrl.experiments.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.spotrl.api.component.Setting;

/**
 * One setting of a configuration record.
 *
 * @param key its name in files, snake_case
 * @param component the record's own component
 * @param setting its documentation and bounds
 * @param kind what it can hold
 */
record SettingSpec(String key, RecordComponent component, Setting setting, SettingType kind) {

  private static final double LARGEST_PLAIN = 1e15;

  /** Its value in a record. */
  Object read(Record config) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /** True if a number is within the setting's bounds. */
  boolean allows(double number) {
    return number >= setting.min()
        && number <= setting.max()
        && !(setting.aboveMin() && number == setting.min());
  }

  /** The words that a text may be; empty if any text will do. */
  List<String> words() {
    return kind instanceof SettingType.Words choice ? choice.words() : List.of(setting.oneOf());
  }

  /** What is allowed, in words: {@code a number above 0 and at most 1}. */
  String allowed() {
    return allowed(kind);
  }

  /** What is allowed for an element of a list, or for the setting itself. */
  String allowed(SettingType of) {
    if (of instanceof SettingType.Whole) {
      return "a whole number" + range();
    } else if (of instanceof SettingType.Real) {
      return "a number" + range();
    } else if (of instanceof SettingType.Flag) {
      return "true or false";
    } else if (of instanceof SettingType.Text || of instanceof SettingType.Words) {
      return words().isEmpty() ? "text" : "one of " + String.join(", ", words());
    } else if (of instanceof SettingType.ListOf list) {
      return "a list, each " + allowed(list.element());
    } else if (of instanceof SettingType.Labels) {
      return "a map of name: text";
    }
    return "a map of settings";
  }

  /** The bounds in words, for example {@code " from 0 to 1"}; empty if there are none. */
  String range() {
    boolean low = setting.min() > Double.NEGATIVE_INFINITY;
    boolean high = setting.max() < Double.POSITIVE_INFINITY;
    if (low && high) {
      return (setting.aboveMin() ? " above " : " from ")
          + bound(setting.min())
          + (setting.aboveMin() ? " and at most " : " to ")
          + bound(setting.max());
    } else if (low) {
      return (setting.aboveMin() ? " above " : " of at least ") + bound(setting.min());
    }
    return high ? " of at most " + bound(setting.max()) : "";
  }

  private static String bound(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < LARGEST_PLAIN
        ? Long.toString((long) bound)
        : Numbers.text(bound);
  }
}
