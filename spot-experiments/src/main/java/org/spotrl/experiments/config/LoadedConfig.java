package org.spotrl.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checked configuration and where its values come from.
 *
 * @param config the configuration
 * @param resolvedYaml all settings as a file, which loads back to an equal configuration
 * @param values settings as text by dotted path, for example {@code algorithm.discount}
 * @param origins for each path of {@code values} where its value comes from: {@code default},
 *     {@code file.yaml:12:3}, {@code --set} or {@code code}
 * @param <C> the configuration record
 */
public record LoadedConfig<C extends Record>(
    C config, String resolvedYaml, Map<String, String> values, Map<String, String> origins) {

  /** Copies the maps, in their order. */
  public LoadedConfig {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /** Adds {@code default} for each path that {@code given} does not name. */
  static <C extends Record> LoadedConfig<C> of(C config, Map<String, String> given) {
    Map<String, Object> document = ConfigDocument.of(config);
    Map<String, String> values = ConfigDocument.flatten(document);
    Map<String, String> origins = new LinkedHashMap<>();
    values.keySet().forEach(path -> origins.put(path, given.getOrDefault(path, "default")));
    return new LoadedConfig<>(config, YamlText.of(document), values, origins);
  }
}
