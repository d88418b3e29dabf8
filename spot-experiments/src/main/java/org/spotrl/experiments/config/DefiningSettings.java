package org.spotrl.experiments.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.experiments.config.RecordShape.SettingSpec;

/**
 * Which settings define the numbers of a run. Names, and what is recorded or saved, do not. The
 * seed is left out, so that runs that differ only in the seed belong together.
 *
 * <p>A setting that was {@linkplain org.spotrl.api.component.Setting#addedLater added later} and
 * has its default changes no hash; see {@link #unchanged}.
 */
public final class DefiningSettings {

  private static final Set<String> OTHERS =
      Set.of("experiment", "name", "description", "seed", "evaluation.threads");
  private static final Set<String> OTHER_SECTIONS =
      Set.of("tags", "tracking", "checkpoint", "diagnostics");

  private DefiningSettings() {}

  /**
   * True if a setting defines the numbers.
   *
   * @param path its dotted path, for example {@code algorithm.discount}
   */
  public static boolean contain(String path) {
    int dot = path.indexOf('.');
    return !OTHERS.contains(path)
        && !OTHER_SECTIONS.contains(dot < 0 ? path : path.substring(0, dot));
  }

  /** The types of all components except diagnostics. */
  public static List<ComponentType<?, ?>> componentTypes(ExperimentConfig config) {
    return RecordShape.of(ExperimentConfig.class).settings().stream()
        .filter(setting -> contain(setting.key()))
        .flatMap(setting -> RecordShape.componentTypes(setting.valueIn(config)))
        .toList();
  }

  /**
   * Paths of the settings that were added later and have their default. A run of an earlier version
   * behaves as with this default.
   */
  public static Set<String> unchanged(ExperimentConfig config) {
    Set<String> paths = new HashSet<>();
    collectUnchanged(config, ExperimentConfig.DEFAULTS, "", paths);
    return paths;
  }

  /** Values that had another name when earlier runs were recorded: that name by path. */
  static Map<String, String> formerNames(ExperimentConfig config) {
    Map<String, String> names = new HashMap<>();
    collectFormerNames(config, "", names);
    return names;
  }

  private static void collectFormerNames(Record config, String prefix, Map<String, String> names) {
    for (SettingSpec setting : RecordShape.of(config.getClass()).settings()) {
      String path = prefix + setting.key();
      Object value = setting.valueIn(config);
      if (value instanceof Enum<?> constant) {
        SettingType.formerName(constant).ifPresent(name -> names.put(path, name));
      } else if (value instanceof Component<?> component) {
        collectFormerNames(component.config(), path + ".", names);
      } else if (value instanceof Record group) {
        collectFormerNames(group, path + ".", names);
      }
    }
  }

  private static void collectUnchanged(
      Record config, Record defaults, String prefix, Set<String> paths) {
    for (SettingSpec setting : RecordShape.of(config.getClass()).settings()) {
      String path = prefix + setting.key();
      Object value = setting.valueIn(config);
      if (setting.setting().addedLater() && value.equals(setting.valueIn(defaults))) {
        paths.addAll(ConfigDocument.flatten(Map.of(path, ConfigDocument.plain(value))).keySet());
      } else if (value instanceof Component<?> component) {
        collectUnchanged(component.config(), component.type().defaults(), path + ".", paths);
      } else if (value instanceof Record group) {
        collectUnchanged(group, (Record) setting.valueIn(defaults), path + ".", paths);
      }
    }
  }
}
