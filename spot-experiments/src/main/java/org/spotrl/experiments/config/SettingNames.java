package org.spotrl.experiments.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a configuration with the components that are chosen in it.
 *
 * @param types what each allows, by dotted path, for example {@code algorithm.discount}
 */
record SettingNames(Map<String, SettingType> types) {

  /** Nothing is known yet. */
  static final SettingNames NONE = new SettingNames(Map.of());

  SettingNames {
    types = new LinkedHashMap<>(types);
  }

  /**
   * The paths that a user may mean by a path or by the end of one: the path itself, or all that end
   * with it.
   */
  List<String> find(String typed) {
    boolean isPath = types.containsKey(typed.replaceFirst("\\..*", ""));
    return isPath
        ? List.of(typed)
        : types.keySet().stream().filter(path -> path.endsWith("." + typed)).toList();
  }

  /** The paths whose last name is this. */
  List<String> named(String key) {
    return types.keySet().stream().filter(path -> last(path).equals(key)).toList();
  }

  /** The last name of a path. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** True if the setting takes any text: a text setting or a label. */
  boolean isText(String path) {
    return types.get(path) instanceof SettingType.Text
        || Optional.of(path.lastIndexOf('.'))
            .filter(dot -> dot > 0)
            .map(dot -> types.get(path.substring(0, dot)))
            .filter(SettingType.Labels.class::isInstance)
            .isPresent();
  }
}
