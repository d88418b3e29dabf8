package org.spotrl.experiments.config;

import java.util.List;
import java.util.Set;

/** The tags that spot sets in every run. A file cannot set them. */
final class ReservedTags {

  private static final Set<String> NAMES =
      Set.of("method", "configuration", "seed", "dataset", "environment", "study");
  private static final List<String> PREFIXES = List.of("mlflow.", "spot.", "study.");

  private ReservedTags() {}

  /** Reports each tag of a file or an override with a reserved name. */
  static void check(List<Tree.Fields> layers, ConfigProblems problems) {
    for (Tree.Fields layer : layers) {
      Tree.Field tags = layer.fields().get("tags");
      if (tags != null && tags.value() instanceof Tree.Fields own) {
        own.fields()
            .forEach(
                (name, tag) -> {
                  if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                    problems.add(
                        tag.keyOrigin(),
                        "spot sets the tag '%s' itself; give your tag another name, for example 'my_%s'"
                            .formatted(name, name.replaceAll("[^\\w]", "_")));
                  }
                });
      }
    }
  }
}
