package org.spotrl.experiments.config;

import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;

/** Stands in {@code DEFAULTS} for a component that has no default and must be chosen. */
final class Unset {

  private static final String NAME = "(not chosen)";

  private record NoSettings() {}

  private Unset() {}

  /** A component of this role that refuses to be made. */
  static <R> Component<R> of(Class<R> role) {
    return new ComponentType<NoSettings, R>(
            role, NAME, "To be chosen.", new NoSettings(), settings -> refuse(role))
        .withDefaults();
  }

  /** True if this component still has to be chosen. */
  static boolean is(Component<?> component) {
    return component.config() instanceof NoSettings;
  }

  private static <R> R refuse(Class<R> role) {
    throw new SpotInputException(
        "no " + ComponentRegistry.displayName(role) + " was chosen: set one in the configuration");
  }
}
