package org.spotrl.experiments.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;

/** Collects the problems of a configuration, to report all at once. */
final class ConfigProblems {

  /** Nobody reads more, and the hint of each problem takes time. */
  private static final int MOST = 50;

  private record Problem(Origin origin, String message) {}

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem problem) -> problem.origin.line())
          .thenComparingInt(problem -> problem.origin.column());

  private final Map<String, Set<Problem>> bySource = new LinkedHashMap<>();
  private int count;

  /** Adds a problem, unless the same one is there already. */
  void add(Origin origin, String message) {
    if (isFull()) {
      count++;
      return;
    }
    String source = origin.isOverride() ? origin.label() : origin.source();
    if (bySource
        .computeIfAbsent(source, key -> new LinkedHashSet<>())
        .add(new Problem(origin, message))) {
      count++;
    }
  }

  /** True if further problems are only counted. */
  boolean isFull() {
    return count >= MOST;
  }

  int count() {
    return count;
  }

  /**
   * Throws an exception with a line for each problem, in the order of the file, if there is one.
   */
  void throwIfAny() {
    if (count > 0) {
      String more = count > MOST ? "\nand %,d more problems".formatted(count - MOST) : "";
      throw new SpotInputException(
          bySource.values().stream()
                  .flatMap(problems -> problems.stream().sorted(BY_PLACE))
                  .map(problem -> problem.origin.place() + ": " + problem.message)
                  .collect(Collectors.joining("\n"))
              + more);
    }
  }
}
