package org.spotrl.experiments.config;

import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;

/** The value in {@code DEFAULTS} of a component that has no default and must be chosen. */
final class Unset {

  private record NoSettings() {}

  private Unset() {}

  /** A component of this extension point that cannot be created. */
  static <R> Component<R> of(Class<R> extensionPoint) {
    return new ComponentType<NoSettings, R>(
            extensionPoint,
            "(not chosen)",
            "To be chosen.",
            new NoSettings(),
            settings -> {
              throw refusal(extensionPoint);
            })
        .withDefaults();
  }

  /** True if a value is a component that still has to be chosen. */
  static boolean is(Object value) {
    return value instanceof Component<?> component && component.config() instanceof NoSettings;
  }

  static SpotInputException refusal(Class<?> extensionPoint) {
    return new SpotInputException(
        "no %s was chosen: set one in the configuration"
            .formatted(ComponentRegistry.displayName(extensionPoint)));
  }
}
