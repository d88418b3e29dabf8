package org.spotrl.experiments.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;

/** Gathers all that is wrong, to be told at once. */
final class ConfigProblems {

  private record Problem(Origin origin, String message) {}

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem problem) -> line(problem.origin))
          .thenComparingInt(problem -> column(problem.origin));

  private final Map<String, List<Problem>> bySource = new LinkedHashMap<>();

  /** Adds a fault at a place; a second identical one is dropped. */
  void add(Origin origin, String message) {
    Problem problem = new Problem(origin, message);
    List<Problem> known = bySource.computeIfAbsent(source(origin), key -> new ArrayList<>());
    if (!known.contains(problem)) {
      known.add(problem);
    }
  }

  int count() {
    return bySource.values().stream().mapToInt(List::size).sum();
  }

  /**
   * Throws one exception with a line for each fault, in the order of the text, if there are any.
   */
  void throwIfAny() {
    if (count() > 0) {
      throw new SpotInputException(
          bySource.values().stream()
              .flatMap(problems -> problems.stream().sorted(BY_PLACE))
              .map(problem -> problem.origin.place() + ": " + problem.message)
              .collect(Collectors.joining("\n")));
    }
  }

  private static String source(Origin origin) {
    return origin instanceof Origin.InFile place ? place.file() : origin.label();
  }

  private static int line(Origin origin) {
    return origin instanceof Origin.InFile place ? place.line() : 0;
  }

  private static int column(Origin origin) {
    return origin instanceof Origin.InFile place ? place.column() : 0;
  }
}
