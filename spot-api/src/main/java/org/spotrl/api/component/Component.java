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

  /** Checks that the configuration is of the type's own class. */
  public Component {
    if (!type.defaults().getClass().isInstance(config)) {
      throw new IllegalArgumentException(
          "component '%s' takes a configuration of %s, not of %s"
              .formatted(
                  type.name(), type.defaults().getClass().getName(), config.getClass().getName()));
    }
  }

  /** Creates the configured object. */
  public R create() {
    return type.make(config);
  }
}
