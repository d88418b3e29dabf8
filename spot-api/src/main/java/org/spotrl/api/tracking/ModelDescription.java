package org.spotrl.api.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes a model that a run stores.
 *
 * @param name for example {@code policy}
 * @param step number of updates it was trained for
 * @param description text for its page and its registered version, in Markdown; may be empty
 * @param parameters settings by dotted name
 * @param metrics metrics of this model by name, for example {@code eval/return_mean}
 * @param registeredAs name of the registered model that gets a new version; empty to register
 *     nothing
 */
public record ModelDescription(
    String name,
    long step,
    String description,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    String registeredAs) {

  /** Copies the maps, in the same order. */
  public ModelDescription {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** A model with only a name and its number of updates, not registered. */
  public static ModelDescription of(String name, long step) {
    return new ModelDescription(name, step, "", Map.of(), Map.of(), "");
  }
}
