package org.spotrl.api.tracking;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a model when a run stores it.
 *
 * @param name for example {@code policy}
 * @param step updates it was trained for
 * @param description what its page and its version in the registry say of it, in Markdown; may be
 *     empty
 * @param parameters settings by dotted name
 * @param metrics figures of this very model by name, for example {@code eval/return_mean}
 * @param registeredAs name in the model registry under which it becomes the next version; empty: it
 *     is not registered
 */
public record ModelDescription(
    String name,
    long step,
    String description,
    Map<String, String> parameters,
    Map<String, Double> metrics,
    String registeredAs) {

  /** A description with unmodifiable copies of the maps, in the same order. */
  public ModelDescription {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** A model with a name and its updates alone, not registered. */
  public static ModelDescription of(String name, long step) {
    return new ModelDescription(name, step, "", Map.of(), Map.of(), "");
  }
}
