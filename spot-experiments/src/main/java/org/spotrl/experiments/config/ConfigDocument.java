package org.spotrl.experiments.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spotrl.api.component.Component;
import org.spotrl.api.error.SpotInputException;

/** A configuration as nested maps in the order of its records. */
final class ConfigDocument {

  private ConfigDocument() {}

  /** All settings; components with their {@code type} first. */
  static Map<String, Object> of(Record config) {
    Map<String, Object> document = new LinkedHashMap<>();
    for (SettingSpec setting : RecordShape.of(config.getClass()).settings()) {
      document.put(setting.key(), plain(setting.read(config)));
    }
    return document;
  }

  /** A value as maps, lists, numbers, booleans and text. */
  static Object plain(Object value) {
    if (value instanceof Component<?> component) {
      if (Unset.is(component)) {
        throw new SpotInputException(
            "no "
                + ComponentRegistry.displayName(component.type().extensionPoint())
                + " was chosen: set one in the configuration");
      }
      Map<String, Object> document = new LinkedHashMap<>();
      document.put(SettingsMerger.TYPE, component.type().name());
      document.putAll(of(component.config()));
      return document;
    } else if (value instanceof Record group) {
      return of(group);
    } else if (value instanceof Enum<?> constant) {
      return SettingType.Words.word(constant);
    } else if (value instanceof List<?> list) {
      return list.stream().map(ConfigDocument::plain).toList();
    }
    return value;
  }

  /** A single value or a list of them as messages and tables show it. */
  static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigDocument::text).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Double number) {
      return Numbers.text(number);
    } else if (value instanceof Float number) {
      return Numbers.text(number.floatValue());
    }
    return value.toString();
  }

  /** Values as text by dotted path, in order. */
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

  /** The paths whose value is not the default, each with this origin. */
  static Map<String, String> differences(ExperimentConfig config, String origin) {
    ExperimentConfig defaults =
        ExperimentConfig.builder().dataset(config.dataset()).algorithm(config.algorithm()).build();
    Map<String, String> byDefault = flatten(of(defaults));
    Map<String, String> origins = new LinkedHashMap<>();
    flatten(of(config))
        .forEach(
            (path, value) -> {
              if (!value.equals(byDefault.get(path))
                  || path.startsWith("dataset.")
                  || path.startsWith("algorithm.")) {
                origins.put(path, origin);
              }
            });
    return origins;
  }

  /**
   * SHA-256 of what defines a training run's numbers, its seed aside: of the settings by path, so
   * that neither their order nor the way they are written counts.
   */
  static String hash(Map<String, Object> document) {
    Map<String, String> defining = new TreeMap<>(flatten(document));
    defining.keySet().removeIf(path -> !DefiningSettings.contain(path));
    StringBuilder settings = new StringBuilder();
    defining.forEach(
        (path, value) -> settings.append(path).append('\0').append(value).append('\0'));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(settings.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
