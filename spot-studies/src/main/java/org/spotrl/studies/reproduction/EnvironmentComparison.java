package org.spotrl.studies.reproduction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.studies.reproduction.EnvironmentDifference.Effect;

/** Compares the code, libraries, machine and settings of a recorded run with those of here. */
final class EnvironmentComparison {

  private static final int COMMIT_DIGITS = 10;

  private final List<EnvironmentDifference> differences = new ArrayList<>();

  private EnvironmentComparison() {}

  /**
   * Compares the settings that a run was started with with those that its configuration gives here:
   * the file may have been changed since, or this version may have other defaults.
   */
  static List<EnvironmentDifference> of(OriginalRun original, LoadedExperiment experiment) {
    EnvironmentComparison comparison = new EnvironmentComparison();
    comparison.add(
        "seed",
        "" + original.fingerprint().seed(),
        "" + experiment.config().seed(),
        Effect.POSSIBLE);
    if (!original.fingerprint().configHash().equals(experiment.hash())) {
      Map<String, String> then = original.view().parameters();
      for (String name : union(then.keySet(), experiment.values().keySet())) {
        // A run that is older than a setting did what its default does.
        boolean older =
            !then.containsKey(name)
                && DefiningSettings.unchanged(experiment.config()).contains(name);
        if (DefiningSettings.contain(name) && !older) {
          comparison.add(name, then, experiment.values(), "unknown");
        }
      }
    }
    return comparison.differences;
  }

  /** Compares code, libraries and machine; differences that may change numbers come first. */
  static List<EnvironmentDifference> of(Provenance then, Provenance now) {
    EnvironmentComparison comparison = new EnvironmentComparison();
    comparison.code(then.git(), now.git());
    for (String library : union(then.versions().keySet(), now.versions().keySet())) {
      comparison.add(library, then.versions(), now.versions(), "none");
    }
    // What older versions of spot did not record may have been the same.
    Set<String> variables = new TreeSet<>(then.variables().keySet());
    variables.retainAll(now.variables().keySet());
    for (String variable : variables) {
      comparison.add(variable, then.variables(), now.variables(), "");
    }
    // Also a diagnostic's: the points that it records are compared.
    for (Plugin.Change change : Plugin.changes(then.plugins(), now.plugins())) {
      comparison.add(change.component(), change.then(), change.now(), Effect.POSSIBLE);
    }
    // Its vector instructions decide how sums are rounded.
    comparison.add("processor", then.machine().cpu(), now.machine().cpu(), Effect.POSSIBLE);
    comparison.add("system", then.machine().os(), now.machine().os(), Effect.NONE);
    comparison.add("cores", "" + then.machine().cores(), "" + now.machine().cores(), Effect.NONE);
    return comparison.differences;
  }

  private void code(GitState then, GitState now) {
    add(
        EnvironmentDifference.COMMIT,
        shortened(then.commit()),
        shortened(now.commit()),
        Effect.POSSIBLE);
    // Two states with changes need not have the same ones, and none is recorded.
    if (then.dirty().equals("true") || now.dirty().equals("true")) {
      differences.add(
          new EnvironmentDifference(
              "uncommitted changes", changes(then), changes(now), Effect.POSSIBLE));
    }
  }

  private void add(String name, Map<String, String> then, Map<String, String> now, String absent) {
    add(
        name,
        shown(then.getOrDefault(name, absent)),
        shown(now.getOrDefault(name, absent)),
        Effect.POSSIBLE);
  }

  private void add(String what, String then, String now, Effect effect) {
    if (!then.equals(now)) {
      differences.add(new EnvironmentDifference(what, then, now, effect));
    }
  }

  private static Set<String> union(Collection<String> a, Collection<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "not set" : value;
  }

  private static String shortened(String commit) {
    return commit.substring(0, Math.min(COMMIT_DIGITS, commit.length()));
  }

  private static String changes(GitState state) {
    return switch (state.dirty()) {
      case "true" -> "some, not recorded";
      case "false" -> "none";
      default -> "unknown";
    };
  }
}
