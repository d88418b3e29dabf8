package org.spotrl.experiments.config;

import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;

/** The value in {@code DEFAULTS} of a component that has no default and is required. */
final class Unset {

  private record NoSettings() {}

  private Unset() {}

  /** A component of this extension point that cannot be created. */
  static <R> Component<R> of(Class<R> extensionPoint) {
    return new ComponentType<NoSettings, R>(
            extensionPoint,
            "(not set)",
            "A required component.",
            new NoSettings(),
            settings -> {
              throw refusal(extensionPoint);
            })
        .withDefaults();
  }

  /** True if a value is a required component that is not set. */
  static boolean is(Object value) {
    return value instanceof Component<?> component && component.config() instanceof NoSettings;
  }

  static SpotInputException refusal(Class<?> extensionPoint) {
    return new SpotInputException(
        "no %s is set: set one in the configuration"
            .formatted(ComponentRegistry.displayName(extensionPoint)));
  }
}
