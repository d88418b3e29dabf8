package org.spotrl.experiments.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads overrides of the command line, {@code algorithm.discount=0.9}. */
final class Overrides {

  private Overrides() {}

  /** One layer for each readable override, in their order; the others become problems. */
  static List<Tree.Fields> read(List<String> overrides, ConfigProblems problems) {
    List<Tree.Fields> layers = new ArrayList<>();
    for (String override : overrides) {
      read(override, problems).ifPresent(layers::add);
    }
    return layers;
  }

  private static Optional<Tree.Fields> read(String override, ConfigProblems problems) {
    int sign = override.indexOf('=');
    String path = sign < 0 ? override : override.substring(0, sign).strip();
    Origin origin = new Origin.CommandLine(path.isEmpty() ? override : path);
    List<String> keys = Arrays.asList(path.split("\\.", -1));
    if (sign < 0 || keys.contains("")) {
      problems.add(origin, "write an override as path=value, for example algorithm.discount=0.99");
      return Optional.empty();
    }
    if (path.equals("extends")) {
      problems.add(origin, "'extends' belongs into a file; name that file instead");
      return Optional.empty();
    }
    String text = override.substring(sign + 1);
    int before = problems.count();
    Optional<Tree> value = YamlReader.read(text, (line, column) -> origin, problems);
    if (problems.count() > before) {
      return Optional.empty();
    }
    Tree tree = value.orElseGet(() -> new Tree.Scalar(origin, "", true));
    for (int i = keys.size() - 1; i >= 0; i--) {
      Origin here = new Origin.CommandLine(String.join(".", keys.subList(0, i + 1)));
      tree = new Tree.Fields(here, Map.of(keys.get(i), new Tree.Field(here, tree)));
    }
    return Optional.of((Tree.Fields) tree);
  }
}
