package org.spotrl.api.env;

import java.util.List;

/** A family of environments from one source, bound as a Guice multibinding. */
public interface EnvironmentSuite {

  /** The ids it can make, in the order to list them. */
  List<String> ids();

  /**
   * The specification of one id, without loading anything native.
   *
   * @throws IllegalArgumentException if the id is not one of {@link #ids()}
   */
  EnvironmentSpec specification(String id);

  /**
   * A new environment; thread-safe, each thread makes its own.
   *
   * @throws org.spotrl.api.error.SpotInputException if what it runs on is missing, with the remedy
   */
  Environment create(String id);
}
