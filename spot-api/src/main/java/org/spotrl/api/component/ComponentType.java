package org.spotrl.api.component;

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
 * @param factory makes the part
 * @param <C> the configuration record
 * @param <R> the role
 */
public record ComponentType<C extends Record, R>(
    Class<R> role, String name, String description, C defaults, Function<C, R> factory) {

  /** A part of this kind with this configuration. */
  public Component<R> with(C config) {
    return new Component<>(this, config);
  }

  /** A part of this kind with its defaults. */
  public Component<R> withDefaults() {
    return with(defaults);
  }

  R make(Record config) {
    @SuppressWarnings("unchecked") // Component's constructor has checked the record's class
    C own = (C) config;
    return factory.apply(own);
  }
}
