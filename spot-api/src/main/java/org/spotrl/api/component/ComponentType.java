package org.spotrl.api.component;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An implementation of an extension point, which an experiment file selects by name. Register it in
 * a Guice multibinding.
 *
 * <p>The configuration is a record. Its components are numbers, booleans, text, enums, lists of
 * these, a {@code Component} of another extension point, or further such records; each is annotated
 * with {@link Setting}. In YAML their names are in snake_case.
 *
 * @param extensionPoint the interface it implements, for example {@code Algorithm.class}
 * @param name the name in the experiment file, for example {@code td3}
 * @param description one sentence for help texts and the schema
 * @param defaults the configuration used when the file gives no settings
 * @param check throws a {@code SpotInputException} for an invalid configuration
 * @param factory creates the configured object
 * @param label returns the short word for the labels of runs, for example {@code bc}; by default
 *     the name
 * @param <C> the configuration record
 * @param <R> the extension point
 */
public record ComponentType<C extends Record, R>(
    Class<R> extensionPoint,
    String name,
    String description,
    C defaults,
    Consumer<C> check,
    Function<C, R> factory,
    Function<C, String> label) {

  /** A type whose label is its name. */
  public ComponentType(
      Class<R> extensionPoint,
      String name,
      String description,
      C defaults,
      Consumer<C> check,
      Function<C, R> factory) {
    this(extensionPoint, name, description, defaults, check, factory, config -> name);
  }

  /** A type without a check of its configuration, whose label is its name. */
  public ComponentType(
      Class<R> extensionPoint,
      String name,
      String description,
      C defaults,
      Function<C, R> factory) {
    this(extensionPoint, name, description, defaults, config -> {}, factory);
  }

  /**
   * A copy with its own short word in the labels of runs.
   *
   * @param word of a configuration; lower-case letters, digits and {@code + - . %}
   */
  public ComponentType<C, R> labelled(Function<C, String> word) {
    return new ComponentType<>(extensionPoint, name, description, defaults, check, factory, word);
  }

  /** A component of this type with this configuration. */
  public Component<R> with(C config) {
    return new Component<>(this, config);
  }

  /** A component of this type with its defaults. */
  public Component<R> withDefaults() {
    return with(defaults);
  }

  void requireValid(Record config) {
    check.accept(own(config));
  }

  R make(Record config) {
    return factory.apply(own(config));
  }

  String labelOf(Record config) {
    return label.apply(own(config));
  }

  @SuppressWarnings("unchecked") // Component's constructor has checked the record's class
  private C own(Record config) {
    return (C) config;
  }
}
