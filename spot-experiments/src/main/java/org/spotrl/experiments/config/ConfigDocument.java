package org.spotrl.experiments.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spotrl.api.component.Component;
import org.spotrl.api.host.Sha256;

/** A configuration as nested maps in the order of its records. */
final class ConfigDocument {

  private ConfigDocument() {}

  /** All settings of a record; in a component, {@code type} comes first. */
  static Map<String, Object> of(Record config) {
    Map<String, Object> document = new LinkedHashMap<>();
    RecordShape.of(config.getClass())
        .settings()
        .forEach(setting -> document.put(setting.key(), plain(setting.valueIn(config))));
    return document;
  }

  /** A value as maps, lists, numbers, booleans and text. */
  static Object plain(Object value) {
    if (value instanceof Component<?> component) {
      if (Unset.is(component)) {
        throw Unset.refusal(component.type().extensionPoint());
      }
      Map<String, Object> document = new LinkedHashMap<>();
      document.put(SettingsBinder.TYPE, component.type().name());
      document.putAll(of(component.config()));
      return document;
    } else if (value instanceof Record group) {
      return of(group);
    } else if (value instanceof Enum<?> constant) {
      return SettingType.name(constant);
    } else if (value instanceof Settings settings) {
      return settings.toString();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> document = new LinkedHashMap<>();
      map.forEach((name, each) -> document.put((String) name, plain(each)));
      return document;
    } else if (value instanceof List<?> list) {
      return list.stream().map(ConfigDocument::plain).toList();
    }
    return value;
  }

  /** A value as messages and tables show it. */
  static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigDocument::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> component) {
      return component.size() == 1
          ? text(Objects.requireNonNull(component.get(SettingsBinder.TYPE)))
          : component.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof Double || value instanceof Float) {
      return Numbers.text((Number) value);
    }
    return value.toString();
  }

  /** All values as text by dotted path, in the document's order. */
  static Map<String, String> flatten(Map<String, Object> document) {
    Map<String, String> values = new LinkedHashMap<>();
    flatten(document, "", values);
    return values;
  }

  private static void flatten(Map<?, ?> map, String prefix, Map<String, String> values) {
    map.forEach(
        (key, value) -> {
          String path = prefix + key;
          if (value instanceof Map<?, ?> nested) {
            flatten(nested, path + ".", values);
          } else {
            values.put(path, text(value));
          }
        });
  }

  /**
   * SHA-256 of settings by path. It does not depend on their order or on how a file writes them.
   */
  static String hash(Map<String, String> values) {
    StringBuilder settings = new StringBuilder();
    new TreeMap<>(values)
        .forEach((path, value) -> settings.append(path).append('\0').append(value).append('\0'));
    return Sha256.of(settings.toString());
  }
}
