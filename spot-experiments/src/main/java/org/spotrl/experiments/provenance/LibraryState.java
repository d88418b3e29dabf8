package org.spotrl.experiments.provenance;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Versions and environment variables of the native libraries that results depend on.
 *
 * @param versions versions by name, for example {@code tensorflow -> 2.18.0}; sorted
 * @param variables environment variables that change results, by name; sorted; a variable that is
 *     not set is empty
 */
public record LibraryState(Map<String, String> versions, Map<String, String> variables) {

  /** A state with sorted copies. */
  public LibraryState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
  }
}
