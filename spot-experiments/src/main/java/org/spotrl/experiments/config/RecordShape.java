package org.spotrl.experiments.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotException;

/**
 * A configuration record as files see it.
 *
 * @param type its class
 * @param settings its components in declared order
 */
record RecordShape(Class<? extends Record> type, List<SettingSpec> settings) {

  /**
   * Reads the shape of a record.
   *
   * @throws IllegalArgumentException if a component lacks its {@link Setting} or has a type that
   *     files cannot express
   */
  static RecordShape of(Class<? extends Record> type) {
    List<SettingSpec> settings = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      if (setting == null) {
        throw new IllegalArgumentException(
            type.getName() + "." + component.getName() + " lacks its @Setting");
      }
      try {
        SettingType kind = SettingType.of(component.getGenericType());
        settings.add(new SettingSpec(key(component.getName()), component, setting, kind));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            type.getName() + "." + component.getName() + ": " + e.getMessage(), e);
      }
    }
    return new RecordShape(type, List.copyOf(settings));
  }

  /** {@code everyUpdates} as files write it: {@code every_updates}. */
  static String key(String componentName) {
    return componentName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  List<String> keys() {
    return settings.stream().map(SettingSpec::key).toList();
  }

  Optional<SettingSpec> find(String key) {
    return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  /**
   * Makes the record.
   *
   * @throws IllegalArgumentException if the record's own constructor refuses the values, with its
   *     message
   */
  Record create(List<Object> values) {
    try {
      Constructor<? extends Record> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof SpotException) {
        throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
      }
      throw new IllegalStateException("cannot make " + type.getName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type.getName(), e);
    }
  }

  /**
   * Checks that defaults obey their own bounds.
   *
   * @throws IllegalArgumentException naming the first one that does not
   */
  void check(Record defaults) {
    for (SettingSpec setting : settings) {
      Object value = setting.read(defaults);
      List<?> each = value instanceof List<?> list ? list : List.of(value);
      if (!each.stream().allMatch(one -> allowed(setting, one))) {
        throw new IllegalArgumentException(
            String.format(
                "%s: the default of %s is %s, but it must be %s",
                type.getName(), setting.component().getName(), value, setting.allowed()));
      }
      if (setting.kind() instanceof SettingType.Group group) {
        RecordShape.of(group.type()).check((Record) value);
      }
    }
  }

  private static boolean allowed(SettingSpec setting, Object value) {
    if (value instanceof Number number) {
      return setting.allows(number.doubleValue());
    }
    return !(value instanceof String text)
        || setting.words().isEmpty()
        || setting.words().contains(text);
  }
}
