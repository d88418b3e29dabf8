package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;

/** All component types that a configuration file can select, by extension point and name. */
public final class ComponentRegistry {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([-_+.][a-z0-9]+)*");

  private final Map<Class<?>, SortedMap<String, ComponentType<?, ?>>> types = new HashMap<>();

  /**
   * Collects the types and checks their names and configuration records.
   *
   * @throws SpotInputException if two types of an extension point have the same name
   * @throws IllegalArgumentException if a type or its configuration record breaks the rules of
   *     {@link ComponentType}
   */
  @Inject
  public ComponentRegistry(Set<ComponentType<?, ?>> types) {
    for (ComponentType<?, ?> type : types) {
      check(type);
      ComponentType<?, ?> other =
          this.types
              .computeIfAbsent(type.extensionPoint(), none -> new TreeMap<>())
              .putIfAbsent(type.name(), type);
      if (other != null) {
        throw new SpotInputException(
            "two component types have the name %s '%s': one is configured by %s, the other by %s; remove one of the jars or rename its component type"
                .formatted(
                    displayName(type.extensionPoint()),
                    type.name(),
                    other.defaults().getClass().getName(),
                    type.defaults().getClass().getName()));
      }
    }
  }

  /** The type of this extension point and name, if there is one. */
  public <R> Optional<ComponentType<?, R>> find(Class<R> extensionPoint, String name) {
    return Optional.ofNullable(types(extensionPoint).get(name));
  }

  /** All types of an extension point, by name. */
  public <R> Collection<ComponentType<?, R>> all(Class<R> extensionPoint) {
    return types(extensionPoint).values();
  }

  /** All types of all extension points. */
  public List<ComponentType<?, ?>> all() {
    return types.values().stream().flatMap(types -> types.values().stream()).toList();
  }

  /** The names of an extension point's types in alphabetical order. */
  public List<String> names(Class<?> extensionPoint) {
    return List.copyOf(types(extensionPoint).keySet());
  }

  /**
   * The extension points of all components in a record, also of nested ones, in the order of the
   * settings.
   */
  Set<Class<?>> extensionPoints(Class<? extends Record> record) {
    Set<Class<?>> found = new LinkedHashSet<>();
    addExtensionPoints(record, found);
    return found;
  }

  private void addExtensionPoints(Class<? extends Record> record, Set<Class<?>> found) {
    for (RecordShape.SettingSpec setting : RecordShape.of(record).settings()) {
      SettingType type =
          setting.type() instanceof SettingType.ListOf list ? list.element() : setting.type();
      if (type instanceof SettingType.Group group) {
        addExtensionPoints(group.type(), found);
      } else if (type instanceof SettingType.Extension extension
          && found.add(extension.extensionPoint())) {
        all(extension.extensionPoint())
            .forEach(each -> addExtensionPoints(each.defaults().getClass(), found));
      }
    }
  }

  /** A type's extension point and name, for example {@code reward transform affine}. */
  public static String fullName(ComponentType<?, ?> type) {
    return displayName(type.extensionPoint()) + " " + type.name();
  }

  /** A component's type and all its settings in one line. */
  public static String text(Component<?> component) {
    return ConfigDocument.text(ConfigDocument.plain(component));
  }

  /** An extension point in messages, for example {@code density model} for {@code DensityModel}. */
  static String displayName(Class<?> extensionPoint) {
    return extensionPoint
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked") // the map of an extension point holds only types of it
  private <R> Map<String, ComponentType<?, R>> types(Class<R> extensionPoint) {
    return (Map<String, ComponentType<?, R>>)
        (Map<String, ?>) types.getOrDefault(extensionPoint, new TreeMap<>());
  }

  private static void check(ComponentType<?, ?> type) {
    if (!NAME.matcher(type.name()).matches()) {
      throw new IllegalArgumentException(
          "a component type of %s has the name '%s'; a name has lower-case letters, digits and hyphens"
              .formatted(type.extensionPoint().getName(), type.name()));
    }
    RecordShape shape = RecordShape.of(type.defaults().getClass());
    shape.check(type.defaults());
    if (shape.find(SettingsBinder.TYPE).isPresent()) {
      throw new IllegalArgumentException(
          "%s: 'type' names the component type and cannot be one of its settings"
              .formatted(shape.record().getName()));
    }
  }
}
