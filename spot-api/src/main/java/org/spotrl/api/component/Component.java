package org.spotrl.api.component;

/**
 * A selected component type with its configuration: what {@code type: name} with settings in an
 * experiment file becomes.
 *
 * @param type its type
 * @param config a record of the class of the type's defaults
 * @param <R> the extension point that it implements
 */
public record Component<R>(ComponentType<?, R> type, Record config) {

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if it is not of the type's own class
   * @throws org.spotrl.api.error.SpotInputException if the type refuses it
   */
  public Component {
    if (!type.defaults().getClass().isInstance(config)) {
      throw new IllegalArgumentException(
          "component '%s' takes a configuration of %s, not of %s"
              .formatted(
                  type.name(), type.defaults().getClass().getName(), config.getClass().getName()));
    }
    type.requireValid(config);
  }

  /** Creates the configured object. */
  public R create() {
    return type.make(config);
  }
}
