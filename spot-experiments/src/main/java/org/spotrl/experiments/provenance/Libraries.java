package org.spotrl.experiments.provenance;

/** The native libraries in use. */
@FunctionalInterface
public interface Libraries {

  /** Their state; asks the libraries, so it loads them. */
  LibraryState current();
}
