package org.spotrl.experiments.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spotrl.api.component.Component;

/** What a component of a configuration record can hold. */
sealed interface SettingType {

  /** A whole number between these two. */
  record Whole(long least, long greatest, boolean isLong) implements SettingType {}

  /** A finite number. */
  record Real(boolean single) implements SettingType {}

  /** true or false. */
  record Flag() implements SettingType {}

  /** Any text, or one of the words that the setting allows. */
  record Text() implements SettingType {}

  /** A constant of an enum, written in lower case with hyphens. */
  record Words(List<? extends Enum<?>> constants) implements SettingType {

    List<String> words() {
      return constants.stream().map(Words::word).toList();
    }

    static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A list of numbers, texts or words. */
  record ListOf(SettingType element) implements SettingType {}

  /** A component of a role. */
  record Extension(Class<?> extensionPoint) implements SettingType {}

  /** A record of further settings. */
  record Group(Class<? extends Record> type) implements SettingType {}

  /** Free text by free name. */
  record Labels() implements SettingType {}

  /**
   * The kind of a record component.
   *
   * @throws IllegalArgumentException if configuration records cannot hold this type
   */
  static SettingType of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        SettingType element = of(arguments[0]);
        if (!(element instanceof ListOf
            || element instanceof Extension
            || element instanceof Group)) {
          return new ListOf(element);
        }
      } else if (generic.getRawType() == Component.class && arguments[0] instanceof Class<?> role) {
        return new Extension(role);
      } else if (generic.getRawType() == Map.class
          && Arrays.equals(arguments, new Type[] {String.class, String.class})) {
        return new Labels();
      }
    } else if (type instanceof Class<?> plain) {
      if (plain == int.class || plain == Integer.class) {
        return new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, false);
      } else if (plain == long.class || plain == Long.class) {
        return new Whole(Long.MIN_VALUE, Long.MAX_VALUE, true);
      } else if (plain == double.class || plain == Double.class) {
        return new Real(false);
      } else if (plain == float.class || plain == Float.class) {
        return new Real(true);
      } else if (plain == boolean.class || plain == Boolean.class) {
        return new Flag();
      } else if (plain == String.class) {
        return new Text();
      } else if (plain.isEnum()) {
        return new Words(
            Arrays.stream(plain.getEnumConstants()).<Enum<?>>map(one -> (Enum<?>) one).toList());
      } else if (plain.isRecord()) {
        return new Group(plain.asSubclass(Record.class));
      }
    }
    throw new IllegalArgumentException(
        "a configuration record cannot hold "
            + type.getTypeName()
            + "; it can hold whole numbers, numbers, booleans, text, enums, lists of these,"
            + " Map<String, String>, Component<Role> and records");
  }
}
