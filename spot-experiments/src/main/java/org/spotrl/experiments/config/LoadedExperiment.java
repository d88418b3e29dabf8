package org.spotrl.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A checked experiment configuration as a run records it.
 *
 * @param config the configuration
 * @param resolvedYaml all settings as an experiment file; loading it gives an equal configuration
 * @param values settings as text by dotted path, for example {@code algorithm.discount}
 * @param origins the origin of each value by path: {@code default}, {@code file.yaml:12:3}, {@code
 *     --set} or {@code code}
 * @param hash SHA-256, hexadecimal, of the {@link DefiningSettings}
 */
public record LoadedExperiment(
    ExperimentConfig config,
    String resolvedYaml,
    Map<String, String> values,
    Map<String, String> origins,
    String hash) {

  /** Copies the maps, in their order. */
  public LoadedExperiment {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /**
   * The experiment of a configuration that was built in code.
   *
   * @throws org.spotrl.api.error.SpotInputException if its data set or algorithm is not set
   */
  public static LoadedExperiment of(ExperimentConfig config) {
    ExperimentConfig defaults =
        ExperimentConfig.builder().dataset(config.dataset()).algorithm(config.algorithm()).build();
    Map<String, String> byDefault = ConfigDocument.flatten(ConfigDocument.of(defaults));
    Map<String, String> given = ConfigDocument.flatten(ConfigDocument.of(config));
    given
        .keySet()
        .removeIf(
            path ->
                !path.startsWith("dataset.")
                    && !path.startsWith("algorithm.")
                    && Objects.equals(given.get(path), byDefault.get(path)));
    given.replaceAll((path, value) -> "code");
    return of(LoadedConfig.of(config, given));
  }

  static LoadedExperiment of(LoadedConfig<ExperimentConfig> loaded) {
    Map<String, String> defining = new LinkedHashMap<>(loaded.values());
    defining.putAll(DefiningSettings.formerNames(loaded.config()));
    defining.keySet().removeIf(path -> !DefiningSettings.contain(path));
    defining.keySet().removeAll(DefiningSettings.unchanged(loaded.config()));
    return new LoadedExperiment(
        loaded.config(),
        loaded.resolvedYaml(),
        loaded.values(),
        loaded.origins(),
        ConfigDocument.hash(defining));
  }
}
