package org.spotrl.experiments.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.experiments.config.Tree.Field;
import org.spotrl.experiments.config.Tree.Fields;
import org.spotrl.experiments.config.Tree.Scalar;

/**
 * Puts one layer of settings on top of another.
 *
 * <p>Maps are merged key by key. A component of another type replaces the one below with all its
 * settings, since these belong to the other type; one of the same type, or without a type, keeps
 * them. All else, lists too, is replaced.
 */
final class SettingsMerger {

  static final String TYPE = "type";

  private final ComponentRegistry registry;

  SettingsMerger(ComponentRegistry registry) {
    this.registry = registry;
  }

  /**
   * Merges two layers of a record's settings.
   *
   * @param defaults what holds where neither says anything
   */
  Fields merge(Record defaults, Fields below, Fields above) {
    RecordShape shape = RecordShape.of(defaults.getClass());
    return mergeKeys(
        below,
        above,
        (key, low, high) ->
            shape
                .find(key)
                .map(setting -> merge(setting.kind(), setting.read(defaults), low, high))
                .orElse(high));
  }

  private Tree merge(SettingType kind, Object byDefault, Tree below, Tree above) {
    if (kind instanceof SettingType.Extension extension) {
      return mergeParts(extension.extensionPoint(), (Component<?>) byDefault, below, above);
    } else if (below instanceof Fields low && above instanceof Fields high) {
      if (kind instanceof SettingType.Group) {
        return merge((Record) byDefault, low, high);
      } else if (kind instanceof SettingType.Labels) {
        return mergeKeys(low, high, (key, lowest, highest) -> highest);
      }
    }
    return above;
  }

  private Tree mergeParts(Class<?> role, Component<?> byDefault, Tree below, Tree above) {
    if (!(asMap(below) instanceof Fields low && asMap(above) instanceof Fields high)) {
      return above;
    }
    // Without a default, settings that come before any type belong to the first one named.
    String byDefaultType = Unset.is(byDefault) ? typeOf(high).orElse("") : byDefault.type().name();
    String lowType = typeOf(low).orElse(byDefaultType);
    String highType = typeOf(high).orElse(lowType);
    if (!lowType.equals(highType)) {
      return above;
    }
    Optional<? extends ComponentType<?, ?>> type = registry.find(role, lowType);
    if (type.isEmpty()) {
      return mergeKeys(low, high, (key, lowest, highest) -> highest);
    }
    boolean isDefault = byDefault.type().name().equals(lowType);
    return merge(isDefault ? byDefault.config() : type.get().defaults(), low, high);
  }

  /** The short form of a component, its type alone, as a map; all else as it is. */
  static Tree asMap(Tree component) {
    return component instanceof Scalar word && !word.isNull()
        ? new Fields(word.origin(), Map.of(TYPE, new Field(word.origin(), word)))
        : component;
  }

  /** The type that a component's map names, if it names one. */
  static Optional<String> typeOf(Fields component) {
    Field type = component.fields().get(TYPE);
    return type != null && type.value() instanceof Scalar word && !word.isNull()
        ? Optional.of(word.text())
        : Optional.empty();
  }

  @FunctionalInterface
  private interface OnBoth {
    Tree merge(String key, Tree below, Tree above);
  }

  private static Fields mergeKeys(Fields below, Fields above, OnBoth onBoth) {
    Map<String, Field> merged = new LinkedHashMap<>(below.fields());
    above
        .fields()
        .forEach(
            (key, high) ->
                merged.merge(
                    key,
                    high,
                    (low, same) ->
                        new Field(high.keyOrigin(), onBoth.merge(key, low.value(), high.value()))));
    boolean overriding = above.origin() instanceof Origin.CommandLine;
    return new Fields(overriding ? below.origin() : above.origin(), merged);
  }
}
