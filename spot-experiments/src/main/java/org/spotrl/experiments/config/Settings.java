package org.spotrl.experiments.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spotrl.api.error.SpotInputException;

/**
 * Settings that change an experiment, as a file has them: {@code {lambda: 0.1, algorithm: {updates:
 * 1000}}}. A name may be a dotted path, and it may be shortened to its end.
 *
 * <p>Only the experiment that they change decides whether they are right; see {@link
 * ConfigLoader#loadVariant}.
 */
public final class Settings {

  /** No settings. */
  public static final Settings NONE = new Settings(new Tree.Fields(Origin.file("code"), Map.of()));

  private final Tree.Fields fields;

  Settings(Tree.Fields fields) {
    this.fields = fields;
  }

  /**
   * Settings from the command line.
   *
   * @param overrides {@code path=value} each; the value is YAML
   * @throws SpotInputException if one is not of this form
   */
  public static Settings of(List<String> overrides) {
    ConfigProblems problems = new ConfigProblems();
    Map<String, Tree.Field> fields = new LinkedHashMap<>();
    for (String override : overrides) {
      int sign = override.indexOf('=');
      String path = sign < 0 ? override : override.substring(0, sign).strip();
      Origin origin = Origin.override(path);
      if (sign < 1) {
        problems.add(origin, "write an override as path=value, for example lambda=0.1");
      } else {
        YamlReader.read(override.substring(sign + 1), "an override", origin, problems)
            .ifPresent(value -> fields.put(path, new Tree.Field(origin, value)));
      }
    }
    problems.throwIfAny();
    return new Settings(new Tree.Fields(Origin.file("--set"), fields));
  }

  /** The names, in the order of the file. */
  public Set<String> names() {
    return fields.fields().keySet();
  }

  /** The text of a single value; empty if there is none. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(fields.fields().get(name))
        .flatMap(field -> field.value().asText())
        .map(Tree.Scalar::text);
  }

  /** A copy without a name. */
  public Settings without(String name) {
    return new Settings(fields.without(name));
  }

  /** These settings and then others, which win. */
  public Settings and(Settings others) {
    Map<String, Tree.Field> all = new LinkedHashMap<>(fields.fields());
    all.putAll(others.fields.fields());
    return new Settings(new Tree.Fields(fields.origin(), all));
  }

  /**
   * Reads each value as a list of alternatives and returns all combinations; the last name changes
   * fastest. Without names there is one combination, which changes nothing.
   *
   * @throws SpotInputException if a value is not a list, is empty or has an alternative twice
   */
  public List<Combination> combinations() {
    ConfigProblems problems = new ConfigProblems();
    List<Combination> all = List.of(new Combination("", NONE));
    for (Map.Entry<String, Tree.Field> field : fields.fields().entrySet()) {
      List<Combination> longer = new ArrayList<>();
      for (Combination left : all) {
        for (Tree value : alternatives(field.getKey(), field.getValue(), problems)) {
          longer.add(
              left.with(field.getKey(), new Tree.Field(field.getValue().keyOrigin(), value)));
        }
      }
      all = longer;
    }
    problems.throwIfAny();
    return List.copyOf(all);
  }

  private static List<Tree> alternatives(String name, Tree.Field field, ConfigProblems problems) {
    if (!(field.value() instanceof Tree.Items list) || list.items().isEmpty()) {
      problems.add(
          field.value().origin(),
          "'%s' must be a list of values, for example [0.1, 0.5], not %s"
              .formatted(name, field.value().describe()));
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    for (Tree item : list.items()) {
      if (!seen.add(text(item))) {
        problems.add(
            item.origin(), "'%s' has the value %s twice; keep one".formatted(name, text(item)));
      }
    }
    return list.items();
  }

  /**
   * One combination of a grid.
   *
   * @param label its values, for example {@code lambda=0.1, sac}; empty without a grid
   */
  public record Combination(String label, Settings settings) {

    private Combination with(String name, Tree.Field field) {
      Map<String, Tree.Field> more = new LinkedHashMap<>(settings.fields.fields());
      more.put(name, field);
      String value = SettingNames.last(name) + "=" + Settings.text(field.value());
      return new Combination(
          label.isEmpty() ? value : label + ", " + value,
          new Settings(new Tree.Fields(field.keyOrigin(), more)));
    }
  }

  private static String text(Tree tree) {
    if (tree instanceof Tree.Scalar scalar) {
      return scalar.text();
    } else if (tree instanceof Tree.Items list) {
      return list.items().stream().map(Settings::text).toList().toString();
    }
    Tree.Fields map = (Tree.Fields) tree;
    Tree.Field type = map.fields().get(SettingsBinder.TYPE);
    if (type != null && map.fields().size() == 1) {
      return text(type.value());
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.fields().forEach((key, each) -> texts.put(key, text(each.value())));
    return texts.toString();
  }

  Tree.Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && text(fields).equals(text(settings.fields));
  }

  @Override
  public int hashCode() {
    return text(fields).hashCode();
  }

  @Override
  public String toString() {
    return text(fields);
  }
}
