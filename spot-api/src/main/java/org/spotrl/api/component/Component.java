package org.spotrl.api.component;

/**
 * A component type with its configuration: {@code type: name} and its settings in an experiment
 * file.
 *
 * @param type the component type
 * @param config a record of the class of the type's defaults
 * @param <R> the extension point that the component implements
 */
public record Component<R>(ComponentType<?, R> type, Record config) {

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if its class is not the type's configuration class
   * @throws org.spotrl.api.error.SpotInputException if the type rejects its values
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

  /** Its short word in the labels of runs. */
  public String label() {
    return type.labelOf(config);
  }
}
