package org.spotrl.experiments.provenance;

/** Reads the state of the native libraries. */
@FunctionalInterface
public interface Libraries {

  /** The current state; loads the libraries. */
  LibraryState current();
}
