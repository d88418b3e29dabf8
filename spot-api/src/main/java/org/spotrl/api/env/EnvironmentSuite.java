package org.spotrl.api.env;

import java.util.List;

/** A family of environments from one source, bound as a Guice multibinding. */
public interface EnvironmentSuite {

  /** The ids of the environments, in the order to list them. */
  List<String> ids();

  /**
   * The specification of an environment, without loading native libraries.
   *
   * @throws IllegalArgumentException if the id is not one of {@link #ids()}
   */
  EnvironmentSpec specification(String id);

  /**
   * What pictures of its episodes show, without loading native libraries. By default the first
   * entries of the observation over time.
   *
   * @throws IllegalArgumentException if the id is not one of {@link #ids()}
   */
  default EpisodeView episodeView(String id) {
    return EpisodeView.ofEntries(specification(id).observationDim());
  }

  /**
   * Creates an environment. Thread-safe; each thread creates its own.
   *
   * @throws org.spotrl.api.error.SpotInputException if its native library is missing; the message
   *     has the remedy
   */
  Environment create(String id);
}
