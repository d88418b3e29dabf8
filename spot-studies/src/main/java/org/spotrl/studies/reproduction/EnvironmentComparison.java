package org.spotrl.studies.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.studies.reproduction.EnvironmentDifference.Effect;

/** Compares where a run's numbers came from with where they would come from here. */
final class EnvironmentComparison {

  private static final String UNKNOWN = "none";
  private static final int DIGITS = 10;

  private final List<EnvironmentDifference> differences = new ArrayList<>();

  private EnvironmentComparison() {}

  /** All differences, those that may change numbers first. */
  static List<EnvironmentDifference> of(Provenance then, Provenance now) {
    EnvironmentComparison comparison = new EnvironmentComparison();
    comparison.code(then.git(), now.git());
    Set<String> libraries = new TreeSet<>(then.versions().keySet());
    libraries.addAll(now.versions().keySet());
    for (String library : libraries) {
      comparison.add(
          library,
          then.versions().getOrDefault(library, UNKNOWN),
          now.versions().getOrDefault(library, UNKNOWN),
          Effect.POSSIBLE);
    }
    // What older versions of spot did not record may have been the same.
    Set<String> variables = new TreeSet<>(then.variables().keySet());
    variables.retainAll(now.variables().keySet());
    for (String variable : variables) {
      comparison.add(
          variable,
          set(then.variables().get(variable)),
          set(now.variables().get(variable)),
          Effect.POSSIBLE);
    }
    // Its vector instructions decide how sums are rounded.
    comparison.add("processor", then.machine().cpu(), now.machine().cpu(), Effect.POSSIBLE);
    comparison.add("system", then.machine().os(), now.machine().os(), Effect.NONE);
    comparison.add(
        "cores",
        Integer.toString(then.machine().cores()),
        Integer.toString(now.machine().cores()),
        Effect.NONE);
    return comparison.differences;
  }

  private void code(GitState then, GitState now) {
    add(
        EnvironmentDifference.COMMIT,
        shortened(then.commit()),
        shortened(now.commit()),
        Effect.POSSIBLE);
    // Two states with changes need not have the same ones, and none is recorded.
    boolean changed = then.dirty().equals("true") || now.dirty().equals("true");
    if (changed) {
      differences.add(
          new EnvironmentDifference(
              "uncommitted changes", inWords(then.dirty()), inWords(now.dirty()), Effect.POSSIBLE));
    }
  }

  private void add(String what, String then, String now, Effect effect) {
    if (!then.equals(now)) {
      differences.add(new EnvironmentDifference(what, then, now, effect));
    }
  }

  private static String set(@Nullable String value) {
    return value == null || value.isEmpty() ? "not set" : value;
  }

  private static String shortened(String commit) {
    return commit.length() > DIGITS ? commit.substring(0, DIGITS) : commit;
  }

  private static String inWords(String dirty) {
    return switch (dirty) {
      case "true" -> "some, not recorded";
      case "false" -> "none";
      default -> "unknown";
    };
  }
}
