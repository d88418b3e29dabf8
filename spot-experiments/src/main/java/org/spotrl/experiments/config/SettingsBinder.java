package org.spotrl.experiments.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.experiments.config.Tree.Field;
import org.spotrl.experiments.config.Tree.Fields;
import org.spotrl.experiments.config.Tree.Items;
import org.spotrl.experiments.config.Tree.Scalar;

/** Turns a tree into configuration records, gathering all that is wrong with it. */
final class SettingsBinder {

  private final ComponentRegistry registry;
  private final ConfigProblems problems;
  private final Map<String, String> origins = new LinkedHashMap<>();

  SettingsBinder(ComponentRegistry registry, ConfigProblems problems) {
    this.registry = registry;
    this.problems = problems;
  }

  /** Where each setting that the tree gives comes from, by dotted path. */
  Map<String, String> origins() {
    return origins;
  }

  /** The whole configuration; empty if something is wrong. */
  Optional<ExperimentConfig> bind(Fields fields) {
    return record(ExperimentConfig.DEFAULTS, fields, fields.origin(), "", "")
        .map(ExperimentConfig.class::cast);
  }

  /**
   * Binds the settings of one record.
   *
   * @param at where to report what is missing
   * @param path dotted path of the record, empty for the whole
   * @param owner whose settings they are, for messages: {@code of td3}
   */
  private Optional<Record> record(
      Record defaults, Fields fields, Origin at, String path, String owner) {
    RecordShape shape = RecordShape.of(defaults.getClass());
    int before = problems.count();
    fields
        .fields()
        .forEach(
            (key, field) -> {
              if (shape.find(key).isEmpty()) {
                unknown(shape, key, field.keyOrigin(), owner);
              }
            });
    List<Object> values = new ArrayList<>();
    for (SettingSpec setting : shape.settings()) {
      Field field = fields.fields().get(setting.key());
      Object byDefault = setting.read(defaults);
      String here = path.isEmpty() ? setting.key() : path + "." + setting.key();
      if (field != null) {
        value(setting, byDefault, field, here).ifPresent(values::add);
      } else if (byDefault instanceof Component<?> component && Unset.is(component)) {
        problems.add(
            at,
            "'%s' is missing; it must be %s"
                .formatted(here, oneOf(component.type().extensionPoint())));
      } else {
        values.add(byDefault);
      }
    }
    if (problems.count() > before) {
      return Optional.empty();
    }
    try {
      return Optional.of(shape.create(values));
    } catch (IllegalArgumentException e) {
      problems.add(at, "%s%s".formatted(path.isEmpty() ? "" : "'" + path + "': ", e.getMessage()));
      return Optional.empty();
    }
  }

  private void unknown(RecordShape shape, String key, Origin origin, String owner) {
    String hint =
        NearestMatch.of(key, shape.keys())
            .or(() -> inGroup(shape, key))
            .or(() -> inPart(shape, key))
            .map(guess -> "; did you mean '" + guess + "'?")
            .orElse(
                shape.keys().isEmpty()
                    ? "; it has no settings"
                    : "; allowed: " + String.join(", ", shape.keys()));
    problems.add(origin, "unknown setting '%s'%s%s".formatted(key, owner, hint));
  }

  /** A setting of nearly this name one level deeper. */
  private static Optional<String> inGroup(RecordShape shape, String key) {
    return shape.settings().stream()
        .filter(setting -> setting.kind() instanceof SettingType.Group)
        .flatMap(
            setting ->
                NearestMatch.of(
                    key, RecordShape.of(((SettingType.Group) setting.kind()).type()).keys())
                    .map(match -> setting.key() + "." + match)
                    .stream())
        .findFirst();
  }

  /** A setting of nearly this name in a component within, of whatever type. */
  private Optional<String> inPart(RecordShape shape, String key) {
    for (SettingSpec setting : shape.settings()) {
      if (setting.kind() instanceof SettingType.Extension extension) {
        for (ComponentType<?, ?> type : registry.all(extension.extensionPoint())) {
          Optional<String> match =
              NearestMatch.of(key, RecordShape.of(type.defaults().getClass()).keys());
          if (match.isPresent()) {
            return Optional.of(
                "%s.%s' with '%s.type: %s"
                    .formatted(setting.key(), match.get(), setting.key(), type.name()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Object> value(SettingSpec setting, Object byDefault, Field field, String path) {
    Tree tree = field.value();
    if (setting.kind() instanceof SettingType.Extension extension) {
      return part(extension.extensionPoint(), (Component<?>) byDefault, field, path)
          .map(Object.class::cast);
    } else if (setting.kind() instanceof SettingType.Group && tree instanceof Fields fields) {
      return record((Record) byDefault, fields, field.keyOrigin(), path, " of " + setting.key())
          .map(Object.class::cast);
    } else if (setting.kind() instanceof SettingType.Labels && tree instanceof Fields fields) {
      return labels(setting, fields, path).map(Object.class::cast);
    } else if (setting.kind() instanceof SettingType.ListOf list && tree instanceof Items items) {
      origins.put(path, tree.origin().label());
      List<Object> values = new ArrayList<>();
      for (Tree item : items.items()) {
        scalar(setting, list.element(), item, "each of '" + path + "'").ifPresent(values::add);
      }
      return values.size() == items.items().size()
          ? Optional.of(List.copyOf(values))
          : Optional.empty();
    }
    origins.put(path, tree.origin().label());
    return scalar(setting, setting.kind(), tree, "'" + path + "'");
  }

  private Optional<Map<String, String>> labels(SettingSpec setting, Fields fields, String path) {
    Map<String, String> labels = new LinkedHashMap<>();
    fields
        .fields()
        .forEach(
            (key, label) -> {
              String here = path + "." + key;
              origins.put(here, label.value().origin().label());
              scalar(setting, new SettingType.Text(), label.value(), "'" + here + "'")
                  .ifPresent(text -> labels.put(key, (String) text));
            });
    return labels.size() == fields.fields().size() ? Optional.of(labels) : Optional.empty();
  }

  private <R> Optional<Component<R>> part(
      Class<R> role, Component<?> byDefault, Field field, String path) {
    if (!(SettingsMerger.asMap(field.value()) instanceof Fields fields)) {
      problems.add(
          field.value().origin(),
          "'%s' must be %s, not %s".formatted(path, oneOf(role), field.value().describe()));
      return Optional.empty();
    }
    Field word = fields.fields().get(SettingsMerger.TYPE);
    if (word == null && Unset.is(byDefault)) {
      problems.add(field.keyOrigin(), "'%s' needs a 'type': %s".formatted(path, oneOf(role)));
      return Optional.empty();
    }
    Optional<String> name = SettingsMerger.typeOf(fields);
    if (word != null && name.isEmpty()) {
      problems.add(
          word.value().origin(),
          "'%s.type' must be %s, not %s".formatted(path, oneOf(role), word.value().describe()));
      return Optional.empty();
    }
    String type = name.orElse(byDefault.type().name());
    Optional<ComponentType<?, R>> found = registry.find(role, type);
    if (found.isEmpty()) {
      Origin origin = word == null ? field.keyOrigin() : word.value().origin();
      problems.add(
          origin,
          "unknown %s '%s'%s%s"
              .formatted(
                  ComponentRegistry.displayName(role),
                  type,
                  NearestMatch.hint(type, registry.names(role)),
                  known(registry.names(role))));
      return Optional.empty();
    }
    if (word != null) {
      origins.put(path + "." + SettingsMerger.TYPE, word.value().origin().label());
    }
    boolean isDefault = byDefault.type().name().equals(type);
    Record defaults = isDefault ? byDefault.config() : found.get().defaults();
    return record(
            defaults,
            fields.without(SettingsMerger.TYPE),
            field.keyOrigin(),
            path,
            " of " + ComponentRegistry.displayName(role) + " '" + type + "'")
        .map(config -> new Component<>(found.get(), config));
  }

  private String oneOf(Class<?> role) {
    List<String> names = registry.names(role);
    return names.isEmpty()
        ? "of the role " + ComponentRegistry.displayName(role) + ", but none is installed"
        : "one of " + String.join(", ", names);
  }

  private static String known(Collection<String> names) {
    return names.isEmpty() ? " (none is installed)" : " (known: " + String.join(", ", names) + ")";
  }

  /** Binds a single value, or says what must stand there instead. */
  private Optional<Object> scalar(
      SettingSpec setting, SettingType kind, Tree tree, String subject) {
    Optional<Object> value =
        tree instanceof Scalar scalar && !scalar.isNull()
            ? ScalarValues.read(setting, kind, scalar)
            : Optional.empty();
    if (value.isEmpty()) {
      problems.add(
          tree.origin(),
          "%s must be %s, not %s%s"
              .formatted(
                  subject,
                  setting.allowed(kind),
                  tree.describe(),
                  tree instanceof Scalar scalar ? ScalarValues.advice(setting, kind, scalar) : ""));
    }
    return value;
  }
}
