package org.spotrl.experiments.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.error.SpotException;
import org.spotrl.experiments.config.SettingType.Group;

/**
 * The settings of a configuration record.
 *
 * @param record the record's class
 * @param settings in the order of the record's components
 */
record RecordShape(Class<? extends Record> record, List<SettingSpec> settings) {

  /**
   * One setting of a record.
   *
   * @param key name in files, in snake_case
   * @param component the record's component
   * @param setting documentation and bounds
   * @param type which values are allowed
   */
  record SettingSpec(String key, RecordComponent component, Setting setting, SettingType type) {

    /** The setting's value in a record. */
    Object valueIn(Record config) {
      try {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(config);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
  }

  /**
   * Reads the shape of a record.
   *
   * @throws IllegalArgumentException if a component has no {@link Setting} or its type is not
   *     supported
   */
  static RecordShape of(Class<? extends Record> record) {
    return new RecordShape(
        record, Arrays.stream(record.getRecordComponents()).map(RecordShape::setting).toList());
  }

  private static SettingSpec setting(RecordComponent component) {
    String name = component.getDeclaringRecord().getName() + "." + component.getName();
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalArgumentException(name + " has no @Setting");
    }
    // everyUpdates is every_updates in files.
    String key =
        component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    try {
      SettingType type = SettingType.of(component.getGenericType(), setting);
      return new SettingSpec(key, component, setting, type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** The types of a value's components, also of nested ones. */
  static Stream<ComponentType<?, ?>> componentTypes(Object value) {
    if (value instanceof Component<?> component) {
      return Stream.concat(Stream.of(component.type()), componentTypes(component.config()));
    } else if (value instanceof List<?> list) {
      return list.stream().flatMap(RecordShape::componentTypes);
    } else if (value instanceof Record group) {
      return of(group.getClass()).settings().stream()
          .flatMap(setting -> componentTypes(setting.valueIn(group)));
    }
    return Stream.empty();
  }

  List<String> keys() {
    return settings.stream().map(SettingSpec::key).toList();
  }

  Optional<SettingSpec> find(String key) {
    return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
  }

  /**
   * Creates the record.
   *
   * @throws IllegalArgumentException with the constructor's message if it refuses the values
   */
  Record create(List<Object> values) {
    try {
      Class<?>[] types =
          Arrays.stream(record.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<? extends Record> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof SpotException) {
        throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
      }
      throw new IllegalStateException("cannot create " + record.getName(), e);
    }
  }

  /**
   * Checks that the defaults are within their bounds.
   *
   * @throws IllegalArgumentException for the first one that is not
   */
  void check(Record defaults) {
    for (SettingSpec setting : settings) {
      Object value = setting.valueIn(defaults);
      if (!setting.type().allows(value)) {
        throw new IllegalArgumentException(
            "%s: the default of %s is %s, but it must be %s"
                .formatted(
                    record.getName(),
                    setting.component().getName(),
                    value,
                    setting.type().allowed()));
      }
      if (setting.type() instanceof Group group) {
        RecordShape.of(group.type()).check((Record) value);
      }
    }
  }
}
