package org.spotrl.api.component;

/**
 * A selected part and its configuration; what an experiment file's {@code type: name} with settings
 * becomes.
 *
 * @param type its kind
 * @param config a record of the class of the kind's defaults
 * @param <R> the role it plays
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

  /** Makes the part. */
  public R create() {
    return type.make(config);
  }
}
