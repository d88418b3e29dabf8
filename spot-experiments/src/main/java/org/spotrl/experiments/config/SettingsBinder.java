package org.spotrl.experiments.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.RecordShape.SettingSpec;
import org.spotrl.experiments.config.SettingType.Extension;
import org.spotrl.experiments.config.SettingType.Group;
import org.spotrl.experiments.config.Tree.Field;
import org.spotrl.experiments.config.Tree.Fields;
import org.spotrl.experiments.config.Tree.Items;
import org.spotrl.experiments.config.Tree.Scalar;
import org.spotrl.experiments.density.DensityFile;
import org.spotrl.tensorflow.density.Density;

/**
 * Binds layers of settings to configuration records and collects all problems.
 *
 * <p>Maps are merged key by key. A component with another type replaces the component of lower
 * layers and drops its settings. A component with the same type, or without a type, is merged with
 * it. Everything else is replaced, also lists.
 */
final class SettingsBinder {

  /** The key of a component's type. */
  static final String TYPE = "type";

  private final ComponentRegistry registry;
  private final ConfigProblems problems;
  private final SettingHints hints;
  private final Map<String, String> origins = new LinkedHashMap<>();
  private final Map<String, SettingType> types = new LinkedHashMap<>();

  /**
   * A binder.
   *
   * @param known the settings of the configuration, for hints
   */
  SettingsBinder(ComponentRegistry registry, ConfigProblems problems, SettingNames known) {
    this.registry = registry;
    this.problems = problems;
    this.hints = new SettingHints(registry, known);
  }

  /** All settings, including those of the selected components; also after problems. */
  SettingNames names() {
    return new SettingNames(types);
  }

  /** The origin of each setting in the layers, by dotted path. */
  Map<String, String> origins() {
    return origins;
  }

  /**
   * Binds a whole configuration; empty after a problem.
   *
   * @param defaults the values of settings that no layer has
   * @param layers later ones override earlier ones
   * @param at position of problems about missing settings
   */
  <C extends Record> Optional<C> bind(C defaults, List<Fields> layers, Origin at) {
    @SuppressWarnings("unchecked") // a record of the defaults' own class
    Class<C> type = (Class<C>) defaults.getClass();
    return record(defaults, layers, at, "", "").map(type::cast);
  }

  /**
   * Binds the settings of one record.
   *
   * @param path dotted path of the record; empty for the whole configuration
   * @param owner the component or group, for messages: {@code of algorithm 'td3'}
   */
  private Optional<Record> record(
      Record defaults, List<Fields> layers, Origin at, String path, String owner) {
    RecordShape shape = RecordShape.of(defaults.getClass());
    int before = problems.count();
    Map<String, Origin> unknown = new LinkedHashMap<>();
    for (Fields layer : layers) {
      layer.fields().forEach((key, field) -> unknown.put(key, field.keyOrigin()));
    }
    unknown.keySet().removeAll(shape.keys());
    unknown.forEach(
        (key, origin) ->
            problems.add(
                origin,
                problems.isFull()
                    ? ""
                    : "unknown setting '%s'%s%s"
                        .formatted(
                            SettingHints.shortened(key), owner, hints.of(shape, path, key))));
    List<Object> values = new ArrayList<>();
    for (SettingSpec setting : shape.settings()) {
      Object byDefault = setting.valueIn(defaults);
      String here = path.isEmpty() ? setting.key() : path + "." + setting.key();
      List<Field> fields = given(layers, setting.key());
      types.put(here, setting.type());
      if (!fields.isEmpty()) {
        value(setting, byDefault, fields, here).ifPresent(values::add);
      } else if (byDefault instanceof Component<?> component && Unset.is(component)) {
        problems.add(
            at,
            "'%s' is missing; it must be %s"
                .formatted(here, oneOf(component.type().extensionPoint())));
      } else {
        noteTypes(byDefault, here);
        values.add(byDefault);
      }
    }
    if (problems.count() > before) {
      return Optional.empty();
    }
    try {
      return Optional.of(shape.create(values));
    } catch (IllegalArgumentException e) {
      return refuse(at, (path.isEmpty() ? "" : "'" + path + "': ") + e.getMessage());
    }
  }

  /** Adds the settings of a component or group that no layer has. */
  private void noteTypes(Object value, String path) {
    if (value instanceof Component<?> component) {
      types.put(path + "." + TYPE, new SettingType.Text());
      noteTypes(component.config(), path);
    } else if (value instanceof Record group) {
      for (SettingSpec setting : RecordShape.of(group.getClass()).settings()) {
        String here = path + "." + setting.key();
        types.put(here, setting.type());
        noteTypes(setting.valueIn(group), here);
      }
    }
  }

  private Optional<?> value(
      SettingSpec setting, Object byDefault, List<Field> fields, String path) {
    SettingType type = setting.type();
    Tree tree = top(fields).value();
    if (type instanceof Extension extension) {
      return component(extension.extensionPoint(), (Component<?>) byDefault, fields, path);
    } else if (type instanceof Group && tree instanceof Fields) {
      Origin at = top(fields).keyOrigin();
      return record((Record) byDefault, maps(fields), at, path, " of " + setting.key());
    } else if (type instanceof SettingType.Labels && tree instanceof Fields) {
      return labels(maps(fields), path);
    } else if (type instanceof SettingType.Free && tree instanceof Fields) {
      return Optional.of(settings(maps(fields)));
    } else if (type instanceof SettingType.Named && tree instanceof Fields) {
      return named(settings(maps(fields)).fields(), path);
    }
    origins.put(path, tree.origin().label());
    if (type instanceof SettingType.ListOf list && tree instanceof Items items) {
      List<Object> values = new ArrayList<>();
      for (Tree item : items.items()) {
        if (list.element() instanceof Extension extension) {
          Class<?> point = extension.extensionPoint();
          String here = "%s[%d]".formatted(path, values.size());
          component(point, Unset.of(point), List.of(new Field(item.origin(), item)), here)
              .ifPresent(values::add);
        } else {
          scalar(list.element(), item, "each of '" + path + "'").ifPresent(values::add);
        }
      }
      return values.size() == items.items().size()
          ? Optional.of(List.copyOf(values))
          : Optional.empty();
    }
    return scalar(type, tree, "'" + path + "'");
  }

  private Optional<Map<String, String>> labels(List<Fields> layers, String path) {
    int before = problems.count();
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, Field> merged = new LinkedHashMap<>();
    layers.forEach(layer -> merged.putAll(layer.fields()));
    merged.forEach(
        (key, label) -> {
          String here = path + "." + key;
          origins.put(here, label.value().origin().label());
          scalar(new SettingType.Text(), label.value(), "'" + here + "'")
              .ifPresent(text -> labels.put(key, (String) text));
        });
    return problems.count() > before ? Optional.empty() : Optional.of(labels);
  }

  private static Settings settings(List<Fields> layers) {
    Map<String, Field> merged = new LinkedHashMap<>();
    layers.forEach(layer -> merged.putAll(layer.fields()));
    return new Settings(new Fields(layers.get(layers.size() - 1).origin(), merged));
  }

  /** Settings by name; nothing after a name means that it changes no setting. */
  private Optional<Map<String, Settings>> named(Fields map, String path) {
    int before = problems.count();
    Map<String, Settings> named = new LinkedHashMap<>();
    map.fields()
        .forEach(
            (name, field) -> {
              if (field.value() instanceof Fields settings) {
                named.put(name, new Settings(settings));
              } else if (field.value() instanceof Scalar scalar && scalar.isNull()) {
                named.put(name, Settings.NONE);
              } else {
                problems.add(
                    field.value().origin(),
                    "'%s.%s' must be a map of settings, not %s"
                        .formatted(path, name, field.value().describe()));
              }
            });
    return problems.count() > before ? Optional.empty() : Optional.of(named);
  }

  private <R> Optional<Component<R>> component(
      Class<R> extensionPoint, Component<?> byDefault, List<Field> fields, String path) {
    if (extensionPoint == Density.class) {
      Optional<Scalar> from = storedDensity(fields);
      if (from.isPresent()) {
        return stored(extensionPoint, byDefault, fields, path, from.get());
      }
    }
    return ofType(extensionPoint, byDefault, fields, path);
  }

  /** The stored density in {@code from}; empty if {@code from_sha256} shows that it is resolved. */
  private static Optional<Scalar> storedDensity(List<Field> fields) {
    List<Fields> maps = maps(fields);
    Predicate<String> given =
        key ->
            given(maps, key).stream()
                .reduce((low, high) -> high)
                .flatMap(field -> field.value().asText())
                .filter(text -> !text.text().isEmpty())
                .isPresent();
    return given.test(DensitySettings.FROM_SHA256) || !given.test(DensitySettings.FROM)
        ? Optional.empty()
        : top(given(maps, DensitySettings.FROM)).value().asText();
  }

  /** Binds a density with the settings of a stored one. Settings in the layers must be equal. */
  private <R> Optional<Component<R>> stored(
      Class<R> extensionPoint,
      Component<?> byDefault,
      List<Field> fields,
      String path,
      Scalar from) {
    DensityFile file;
    try {
      file = DensityFile.find(from.text(), Path.of(TrackingConfig.DEFAULTS.folder()));
    } catch (SpotInputException e) {
      return refuse(from.origin(), "'%s.from': %s".formatted(path, e.getMessage()));
    }
    Map<String, Object> settings = new LinkedHashMap<>(file.description().density());
    settings.put(DensitySettings.FROM_SHA256, file.description().sha256());
    List<Field> layers = new ArrayList<>();
    layers.add(new Field(from.origin(), Tree.of(settings, from.origin())));
    layers.addAll(fields);
    int before = problems.count();
    // Bound on its own, since it may have former names of values.
    Optional<Component<R>> alone = ofType(extensionPoint, byDefault, layers.subList(0, 1), path);
    if (alone.isEmpty()) {
      return alone;
    }
    Map<String, Object> recorded = DensitySettings.of(alone.get()).settings();
    Optional<Component<R>> bound = ofType(extensionPoint, byDefault, layers, path);
    if (bound.isPresent() && problems.count() == before) {
      DensitySettings.of(bound.get())
          .settings()
          .forEach(
              (key, here) -> {
                Object there = recorded.getOrDefault(key, here);
                if (!ConfigDocument.text(there).equals(ConfigDocument.text(here))) {
                  problems.add(
                      from.origin(),
                      "'%s.%s' is %s, but the density in %s was trained with %s; leave the setting out, or train another density"
                          .formatted(
                              path,
                              key,
                              ConfigDocument.text(here),
                              file.folder(),
                              ConfigDocument.text(there)));
                }
              });
    }
    return problems.count() > before ? Optional.empty() : bound;
  }

  private <R> Optional<Component<R>> ofType(
      Class<R> extensionPoint, Component<?> byDefault, List<Field> fields, String path) {
    Field top = top(fields);
    String allowed = oneOf(extensionPoint);
    types.put(path + "." + TYPE, new SettingType.Text());
    if (asMap(top.value()).isEmpty()) {
      String found = top.value().describe();
      return refuse(
          top.value().origin(), "'%s' must be %s, not %s".formatted(path, allowed, found));
    }
    // Without a default, settings in layers below the first type belong to this type.
    String defaultType = Unset.is(byDefault) ? "" : byDefault.type().name();
    String type = defaultType;
    List<Fields> layers = new ArrayList<>();
    for (Field field : fields) {
      Optional<Fields> map = asMap(field.value());
      String named = map.flatMap(SettingsBinder::typeOf).orElse(type);
      if (map.isEmpty() || !(named.equals(type) || type.isEmpty())) {
        layers.clear();
      }
      type = map.isEmpty() ? defaultType : named;
      map.ifPresent(layers::add);
    }
    Optional<Field> typeField = given(layers, TYPE).stream().reduce((low, high) -> high);
    if (typeField.isEmpty() && type.isEmpty()) {
      return refuse(top.keyOrigin(), "'%s' needs a 'type': %s".formatted(path, allowed));
    }
    if (typeField.isPresent() && typeField.get().value().asText().isEmpty()) {
      Tree value = typeField.get().value();
      return refuse(
          value.origin(),
          "'%s.type' must be %s, not %s".formatted(path, allowed, value.describe()));
    }
    Optional<ComponentType<?, R>> found = registry.find(extensionPoint, type);
    String displayName = ComponentRegistry.displayName(extensionPoint);
    if (found.isEmpty()) {
      if (!Unset.is(byDefault)) {
        noteTypes(byDefault, path);
      }
      List<String> names = registry.names(extensionPoint);
      String known = names.isEmpty() ? "none is installed" : "known: " + String.join(", ", names);
      return refuse(
          typeField.map(field -> field.value().origin()).orElse(top.keyOrigin()),
          "unknown %s '%s'%s (%s)"
              .formatted(
                  displayName,
                  SettingHints.shortened(type),
                  SettingHints.ofComponent(displayName, type, names),
                  known));
    }
    typeField.ifPresent(field -> origins.put(path + "." + TYPE, field.value().origin().label()));
    Record defaults = type.equals(defaultType) ? byDefault.config() : found.get().defaults();
    List<Fields> settings = layers.stream().map(layer -> layer.without(TYPE)).toList();
    String owner = " of " + displayName + " '" + type + "'";
    return record(defaults, settings, top.keyOrigin(), path, owner)
        .flatMap(config -> checked(found.get(), config, top.keyOrigin(), path));
  }

  private <R> Optional<Component<R>> checked(
      ComponentType<?, R> type, Record config, Origin at, String path) {
    try {
      return Optional.of(new Component<>(type, config));
    } catch (SpotInputException e) {
      problems.add(at, "'" + path + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  private String oneOf(Class<?> extensionPoint) {
    List<String> names = registry.names(extensionPoint);
    return names.isEmpty()
        ? "a component of the extension point '%s', but none is installed"
            .formatted(ComponentRegistry.displayName(extensionPoint))
        : "one of " + String.join(", ", names);
  }

  /** Binds a single value, or reports what is allowed. */
  private Optional<?> scalar(SettingType type, Tree tree, String subject) {
    Optional<?> value = tree.asText().<Object>flatMap(type::read);
    return value.isPresent()
        ? value
        : refuse(
            tree.origin(),
            "%s must be %s, not %s%s"
                .formatted(subject, type.allowed(), tree.describe(), advice(type, tree)));
  }

  /** Reports a problem and returns no value. */
  private <T> Optional<T> refuse(Origin origin, String problem) {
    problems.add(origin, problem);
    return Optional.empty();
  }

  private static String advice(SettingType type, Tree tree) {
    if (tree instanceof Scalar scalar && scalar.isNull()) {
      return type instanceof SettingType.Text
          ? "; write '' for no text"
          : "; leave the line out to use the default";
    }
    return tree.asText().map(type::advice).orElse("");
  }

  /** The values of a setting in the layers, in their order. */
  private static List<Field> given(List<Fields> layers, String key) {
    return layers.stream().flatMap(layer -> Stream.ofNullable(layer.fields().get(key))).toList();
  }

  private static Field top(List<Field> fields) {
    return fields.get(fields.size() - 1);
  }

  /** The maps to merge: all after the last value that is not a map. */
  private static List<Fields> maps(List<Field> fields) {
    List<Fields> maps = new ArrayList<>();
    for (Field field : fields) {
      if (field.value() instanceof Fields map) {
        maps.add(map);
      } else {
        maps.clear();
      }
    }
    return maps;
  }

  /** A component as a map; {@code name} is short for {@code {type: name}}. */
  private static Optional<Fields> asMap(Tree component) {
    Field type = new Field(component.origin(), component);
    return component instanceof Fields fields
        ? Optional.of(fields)
        : component.asText().map(text -> new Fields(text.origin(), Map.of(TYPE, type)));
  }

  /** The type in a component's map, if there is one. */
  private static Optional<String> typeOf(Fields component) {
    return Optional.ofNullable(component.fields().get(TYPE))
        .flatMap(type -> type.value().asText())
        .map(Scalar::text);
  }
}
