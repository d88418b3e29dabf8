package org.spotrl.experiments.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checked configuration and the origins of its values.
 *
 * @param config the configuration
 * @param resolvedYaml all settings as a file; loading it gives an equal configuration
 * @param values settings as text by dotted path, for example {@code algorithm.discount}
 * @param origins the origin of each value by path: {@code default}, {@code file.yaml:12:3}, {@code
 *     --set} or {@code code}
 * @param <C> the configuration record
 */
public record LoadedConfig<C extends Record>(
    C config, String resolvedYaml, Map<String, String> values, Map<String, String> origins) {

  /** Copies the maps, in their order. */
  public LoadedConfig {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
  }

  /** As above; the origin of a value that {@code given} does not have is {@code default}. */
  static <C extends Record> LoadedConfig<C> of(C config, Map<String, String> given) {
    Map<String, Object> document = ConfigDocument.of(config);
    Map<String, String> values = ConfigDocument.flatten(document);
    Map<String, String> origins = new LinkedHashMap<>();
    values.keySet().forEach(path -> origins.put(path, given.getOrDefault(path, "default")));
    return new LoadedConfig<>(config, YamlText.of(document), values, origins);
  }
}
