package org.spotrl.experiments.provenance;

import java.util.Map;

/** Tells the versions of the native libraries in use, by name. */
@FunctionalInterface
public interface LibraryVersions {

  /** For example {@code tensorflow -> 2.18.0}; asks the libraries, so it loads them. */
  Map<String, String> current();
}
