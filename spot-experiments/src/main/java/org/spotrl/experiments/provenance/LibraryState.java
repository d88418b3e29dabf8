package org.spotrl.experiments.provenance;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The native libraries in use, as far as numbers depend on it.
 *
 * @param versions their versions by name, for example {@code tensorflow -> 2.18.0}; sorted
 * @param variables environment variables by which they compute otherwise, by name; empty for one
 *     that is not set; sorted
 */
public record LibraryState(Map<String, String> versions, Map<String, String> variables) {

  /** A state with sorted copies. */
  public LibraryState {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
  }
}
