package org.spotrl.experiments.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.Component;
import org.spotrl.experiments.config.RecordShape.SettingSpec;
import org.spotrl.experiments.density.DensityFile.TrainedOn;
import org.spotrl.tensorflow.density.Density;

/**
 * The density of an experiment's algorithm.
 *
 * @param settings its type and settings as plain values, without {@code from}
 * @param from the run or file of a stored density; empty if the run trains its own
 * @param sha256 SHA-256 of the stored weights
 */
public record DensitySettings(Map<String, Object> settings, String from, String sha256) {

  static final String FROM = "from";
  static final String FROM_SHA256 = "from_sha256";

  /** The density of the experiment's algorithm, if it has one. */
  public static Optional<DensitySettings> of(ExperimentConfig config) {
    return Optional.ofNullable(find(config.algorithm())).map(DensitySettings::of);
  }

  /** The settings of one density. */
  public static DensitySettings of(Component<?> density) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(SettingsBinder.TYPE, density.type().name());
    settings.putAll(ConfigDocument.of(density.config()));
    Object from = settings.remove(FROM);
    Object sha256 = settings.remove(FROM_SHA256);
    return new DensitySettings(
        settings, from == null ? "" : from.toString(), sha256 == null ? "" : sha256.toString());
  }

  /** Type and settings in one line, for tags and messages. */
  public String text() {
    return ConfigDocument.text(settings);
  }

  private static @Nullable Component<?> find(Object value) {
    if (value instanceof Component<?> component) {
      return component.type().extensionPoint() == Density.class
          ? component
          : find(component.config());
    } else if (value instanceof Record group) {
      for (SettingSpec setting : RecordShape.of(group.getClass()).settings()) {
        Component<?> found = find(setting.valueIn(group));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /**
   * The data that an experiment's density is trained on.
   *
   * @param environment id of the data's environment
   * @param sha256 of the data; empty if it has not been loaded
   */
  public static TrainedOn data(ExperimentConfig config, String environment, String sha256) {
    return new TrainedOn(
        environment,
        sha256,
        config.normalizeObservations(),
        ConfigDocument.text(ConfigDocument.plain(config.trajectories())));
  }
}
