package org.spotrl.experiments.config;

import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;

/** All kinds of parts that an experiment file can name, by role and name. */
public final class ComponentRegistry {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([-_+.][a-z0-9]+)*");

  private final SortedMap<String, SortedMap<String, ComponentType<?, ?>>> byRole = new TreeMap<>();

  /**
   * Collects the types and checks that each can be configured by a file.
   *
   * @throws SpotInputException if two of the same role have the same name
   * @throws IllegalArgumentException if a type or its configuration record breaks the rules of
   *     {@link ComponentType}
   */
  @Inject
  public ComponentRegistry(Set<ComponentType<?, ?>> types) {
    for (ComponentType<?, ?> type : types) {
      check(type);
      ComponentType<?, ?> other =
          byRole
              .computeIfAbsent(type.extensionPoint().getName(), role -> new TreeMap<>())
              .putIfAbsent(type.name(), type);
      if (other != null) {
        throw new SpotInputException(
            String.format(
                "two parts are called %s '%s': one is configured by %s, the other by %s; remove one"
                    + " of the jars or rename its part",
                displayName(type.extensionPoint()),
                type.name(),
                other.defaults().getClass().getName(),
                type.defaults().getClass().getName()));
      }
    }
  }

  /** The type of this role and name, if there is one. */
  public <R> Optional<ComponentType<?, R>> find(Class<R> role, String name) {
    return Optional.ofNullable(this.<R>cast(types(role)).get(name));
  }

  /** All types of a role, by name. */
  public <R> Collection<ComponentType<?, R>> all(Class<R> role) {
    return this.<R>cast(types(role)).values();
  }

  /** The names of a role's types in alphabetical order. */
  public List<String> names(Class<?> role) {
    return List.copyOf(types(role).keySet());
  }

  /** {@code PolicyRegularizer} as words: {@code policy regularizer}. */
  static String displayName(Class<?> role) {
    return role.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private SortedMap<String, ComponentType<?, ?>> types(Class<?> role) {
    return byRole.getOrDefault(role.getName(), new TreeMap<>());
  }

  @SuppressWarnings("unchecked") // the map of a role holds only types of that role
  private <R> Map<String, ComponentType<?, R>> cast(Map<String, ComponentType<?, ?>> types) {
    return (Map<String, ComponentType<?, R>>) (Map<String, ?>) types;
  }

  private static void check(ComponentType<?, ?> type) {
    if (!NAME.matcher(type.name()).matches()) {
      throw new IllegalArgumentException(
          String.format(
              "a part of role %s is called '%s'; names are lower-case letters, digits and hyphens",
              type.extensionPoint().getName(), type.name()));
    }
    RecordShape shape = RecordShape.of(type.defaults().getClass());
    shape.check(type.defaults());
    if (shape.find(SettingsMerger.TYPE).isPresent()) {
      throw new IllegalArgumentException(
          shape.type().getName() + ": 'type' names the part itself and cannot be a setting of it");
    }
  }
}
