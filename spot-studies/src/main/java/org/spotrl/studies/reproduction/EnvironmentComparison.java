package org.spotrl.studies.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.provenance.GitState;
import org.spotrl.experiments.provenance.Plugin;
import org.spotrl.experiments.provenance.Provenance;

/** Compares the code, libraries, machine and settings of a recorded run with the present ones. */
final class EnvironmentComparison {

  private static final int COMMIT_DIGITS = 10;

  private final List<EnvironmentDifference> differences = new ArrayList<>();

  private EnvironmentComparison() {}

  /**
   * Compares the settings of a run with those of its configuration now: the file may have been
   * edited, or this version may have other defaults.
   */
  static List<EnvironmentDifference> of(OriginalRun original, LoadedExperiment experiment) {
    EnvironmentComparison comparison = new EnvironmentComparison();
    comparison.add("seed", original.fingerprint().seed(), experiment.config().seed(), true);
    if (!original.fingerprint().configHash().equals(experiment.hash())) {
      Map<String, String> then = original.view().parameters();
      // For a setting added after the run, the default is what the run did.
      Set<String> older = DefiningSettings.unchanged(experiment.config());
      for (String name : union(then, experiment.values())) {
        if (DefiningSettings.contain(name) && (then.containsKey(name) || !older.contains(name))) {
          comparison.add(name, then, experiment.values(), "unknown");
        }
      }
    }
    return comparison.differences;
  }

  /** Compares code, libraries and machine. Differences that may change numbers come first. */
  static List<EnvironmentDifference> of(Provenance then, Provenance now) {
    EnvironmentComparison comparison = new EnvironmentComparison();
    // Older versions recorded only the repository of the working folder, which may be spot's own.
    boolean older = then.spot().equals(GitState.NONE);
    GitState code = older ? then.git() : then.spot();
    GitState codeNow = older ? now.git() : now.spot();
    comparison.add(EnvironmentDifference.COMMIT, shortened(code), shortened(codeNow), true);
    // Uncommitted changes are not recorded, so they may differ even if both runs have some.
    if (code.dirty().equals("true") || codeNow.dirty().equals("true")) {
      comparison.differences.add(
          new EnvironmentDifference("uncommitted changes", changes(code), changes(codeNow), true));
    }
    for (String library : union(then.versions(), now.versions())) {
      comparison.add(library, then.versions(), now.versions(), "none");
    }
    // Older versions of spot recorded fewer variables; only common ones are compared.
    Set<String> variables = new TreeSet<>(then.variables().keySet());
    variables.retainAll(now.variables().keySet());
    for (String variable : variables) {
      comparison.add(variable, then.variables(), now.variables(), "");
    }
    // Includes plugins of diagnostics, because their metrics are compared.
    for (Plugin.Change change : Plugin.changes(then.plugins(), now.plugins())) {
      comparison.add(change.component(), change.then(), change.now(), true);
    }
    // Its vector instructions affect rounding.
    comparison.add("processor", then.machine().cpu(), now.machine().cpu(), true);
    comparison.add("system", then.machine().os(), now.machine().os(), false);
    comparison.add("cores", then.machine().cores(), now.machine().cores(), false);
    if (!older) {
      // Cannot change numbers: the run has recorded its configuration and the plugins' checksums.
      comparison.add("repository", shortened(then.git()), shortened(now.git()), false);
    }
    return comparison.differences;
  }

  private void add(String name, Map<String, String> then, Map<String, String> now, String absent) {
    add(name, then.getOrDefault(name, absent), now.getOrDefault(name, absent), true);
  }

  private void add(String what, Object then, Object now, boolean mayChangeNumbers) {
    if (!then.equals(now)) {
      differences.add(new EnvironmentDifference(what, shown(then), shown(now), mayChangeNumbers));
    }
  }

  private static Set<String> union(Map<String, String> a, Map<String, String> b) {
    Set<String> all = new TreeSet<>(a.keySet());
    all.addAll(b.keySet());
    return all;
  }

  private static String shown(Object value) {
    return value.equals("") ? "not set" : value.toString();
  }

  private static String shortened(GitState state) {
    return state.commit().substring(0, Math.min(COMMIT_DIGITS, state.commit().length()));
  }

  private static String changes(GitState state) {
    return switch (state.dirty()) {
      case "true" -> "some, not recorded";
      case "false" -> "none";
      default -> "unknown";
    };
  }
}
