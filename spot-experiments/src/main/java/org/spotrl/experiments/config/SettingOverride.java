package org.spotrl.experiments.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads an override from the command line: {@code path=value}. */
final class SettingOverride {

  private SettingOverride() {}

  /**
   * The override as a layer of settings; empty after a problem.
   *
   * @param names all settings
   * @param notes gets a line if the path is shortened
   */
  static Optional<Tree.Fields> read(
      String override, SettingNames names, ConfigProblems problems, Consumer<String> notes) {
    int sign = override.indexOf('=');
    String typed = sign < 0 ? override : override.substring(0, sign).strip();
    Origin origin = Origin.override(SettingHints.shortened(typed.isEmpty() ? override : typed));
    if (sign < 0 || typed.isEmpty() || Arrays.asList(typed.split("\\.", -1)).contains("")) {
      problems.add(origin, "write an override as path=value, for example algorithm.discount=0.99");
      return Optional.empty();
    }
    if (typed.equals(ConfigFiles.EXTENDS)) {
      problems.add(origin, "'extends' works only in a file; name that file instead");
      return Optional.empty();
    }
    Optional<String> path = path(typed, names, origin, problems);
    path.filter(found -> !found.equals(typed))
        .ifPresent(found -> notes.accept("--set %s: sets %s".formatted(typed, found)));
    return path.flatMap(
        found ->
            value(
                    override.substring(sign + 1),
                    names.isText(found),
                    Origin.override(found),
                    problems)
                .map(value -> layer(found, value, Origin.override(found))));
  }

  /** A setting with a typed or shortened path as a layer; empty after a problem. */
  static Optional<Tree.Fields> layer(
      String typed, Tree.Field field, SettingNames names, ConfigProblems problems) {
    return path(typed, names, field.keyOrigin(), problems)
        .map(path -> layer(path, field.value(), field.keyOrigin()));
  }

  private static Optional<String> path(
      String typed, SettingNames names, Origin origin, ConfigProblems problems) {
    List<String> paths = names.find(typed);
    if (paths.size() > 1) {
      problems.add(
          origin,
          "'%s' may be %s; give the whole path".formatted(typed, String.join(" or ", paths)));
      return Optional.empty();
    }
    return Optional.of(paths.isEmpty() ? typed : paths.get(0));
  }

  private static Optional<Tree> value(
      String given, boolean isText, Origin origin, ConfigProblems problems) {
    String text = given.strip();
    ConfigProblems faults = isText ? new ConfigProblems() : problems;
    int before = faults.count();
    Optional<Tree> yaml = YamlReader.read(text, "an override", origin, faults);
    if (isText) {
      // The shell has removed its quotes; the remaining ones are YAML's.
      boolean inQuotes =
          (text.startsWith("'") || text.startsWith("\""))
              && yaml.isPresent()
              && yaml.get() instanceof Tree.Scalar;
      return Optional.of(inQuotes ? yaml.get() : new Tree.Scalar(origin, text, !text.isEmpty()));
    }
    if (faults.count() > before) {
      return Optional.empty();
    }
    if (YamlReader.hasComment(text)) {
      problems.add(
          origin,
          "'%s' has a comment that begins at '#'; leave it out"
              .formatted(SettingHints.shortened(text)));
      return Optional.empty();
    }
    return Optional.of(yaml.orElseGet(() -> new Tree.Scalar(origin, "", true)));
  }

  private static Tree.Fields layer(String path, Tree value, Origin origin) {
    List<String> keys = List.of(path.split("\\.", -1));
    Tree tree = value;
    for (int i = keys.size() - 1; i >= 0; i--) {
      Origin here =
          origin.isOverride() ? Origin.override(String.join(".", keys.subList(0, i + 1))) : origin;
      tree = new Tree.Fields(here, Map.of(keys.get(i), new Tree.Field(here, tree)));
    }
    return (Tree.Fields) tree;
  }
}
