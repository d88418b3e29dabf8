package org.spotrl.experiments.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a configuration, including those of its selected components.
 *
 * @param types types by dotted path, for example {@code algorithm.discount}
 */
record SettingNames(Map<String, SettingType> types) {

  /** No settings. */
  static final SettingNames NONE = new SettingNames(Map.of());

  SettingNames {
    types = new LinkedHashMap<>(types);
  }

  /** The paths for a typed path or shortened path: the path itself, or all paths with this end. */
  List<String> find(String typed) {
    boolean isPath = types.containsKey(typed.replaceFirst("\\..*", ""));
    return isPath
        ? List.of(typed)
        : types.keySet().stream().filter(path -> path.endsWith("." + typed)).toList();
  }

  /** The paths with this last name. */
  List<String> named(String key) {
    return types.keySet().stream().filter(path -> last(path).equals(key)).toList();
  }

  /** The last name of a path. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** True if the setting takes any text: a text setting or a tag. */
  boolean isText(String path) {
    return types.get(path) instanceof SettingType.Text
        || Optional.of(path.lastIndexOf('.'))
            .filter(dot -> dot > 0)
            .map(dot -> types.get(path.substring(0, dot)))
            .filter(SettingType.Labels.class::isInstance)
            .isPresent();
  }
}
