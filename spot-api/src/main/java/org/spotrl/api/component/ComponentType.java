package org.spotrl.api.component;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A kind of part that an experiment file can select by name: one class plus one entry of a Guice
 * multibinding.
 *
 * <p>The configuration is a record whose components are numbers, booleans, text, enums, lists of
 * whole numbers, {@code Component} of another role, or further such records; each carries a {@link
 * Setting}. Its YAML names are the components' names in snake_case.
 *
 * @param role the interface that parts of this kind implement, for example {@code Algorithm.class}
 * @param name the word in the file, for example {@code td3}
 * @param description one sentence for help texts and the schema
 * @param defaults the configuration of a part that is named without settings
 * @param check refuses a configuration with a {@code SpotInputException}
 * @param factory makes the part
 * @param <C> the configuration record
 * @param <R> the role
 */
public record ComponentType<C extends Record, R>(
    Class<R> role,
    String name,
    String description,
    C defaults,
    Consumer<C> check,
    Function<C, R> factory) {

  /** A type that takes every configuration. */
  public ComponentType(
      Class<R> role, String name, String description, C defaults, Function<C, R> factory) {
    this(role, name, description, defaults, config -> {}, factory);
  }

  /** A part of this kind with this configuration. */
  public Component<R> with(C config) {
    return new Component<>(this, config);
  }

  /** A part of this kind with its defaults. */
  public Component<R> withDefaults() {
    return with(defaults);
  }

  void requireValid(Record config) {
    check.accept(own(config));
  }

  R make(Record config) {
    return factory.apply(own(config));
  }

  @SuppressWarnings("unchecked") // Component's constructor has checked the record's class
  private C own(Record config) {
    return (C) config;
  }
}
