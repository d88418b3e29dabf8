package org.spotrl.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checked configuration and what a run records of it.
 *
 * @param config the configuration
 * @param resolvedYaml all settings as an experiment file, which loads back to an equal
 *     configuration
 * @param values settings as text by dotted path, for example {@code algorithm.discount}
 * @param origins for each path of {@code values} where its value comes from: {@code default},
 *     {@code file.yaml:12:3}, {@code --set} or {@code code}
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
   * The same for a configuration that was made in code.
   *
   * @throws org.spotrl.api.error.SpotInputException if its data set or algorithm is not chosen
   */
  public static LoadedExperiment of(ExperimentConfig config) {
    return of(config, ConfigDocument.differences(config, "code"));
  }

  /** Adds {@code default} for each path that {@code given} does not name. */
  static LoadedExperiment of(ExperimentConfig config, Map<String, String> given) {
    Map<String, Object> document = ConfigDocument.of(config);
    Map<String, String> values = ConfigDocument.flatten(document);
    Map<String, String> origins = new LinkedHashMap<>();
    values.keySet().forEach(path -> origins.put(path, given.getOrDefault(path, "default")));
    return new LoadedExperiment(
        config, YamlText.of(document), values, origins, ConfigDocument.hash(config));
  }
}
