package org.spotrl.experiments.reproduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.spotrl.experiments.config.DefiningSettings;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.reproduction.EnvironmentDifference.Effect;
import org.spotrl.experiments.run.RunFingerprint;

/**
 * Compares the settings that a run was started with with those that its configuration gives here:
 * the file may have been changed since, or this version may fill in other defaults.
 */
final class ConfigurationComparison {

  private static final String ABSENT = "unknown";

  private ConfigurationComparison() {}

  /** All differences of settings that bear on the run's numbers. */
  static List<EnvironmentDifference> of(OriginalRun original, LoadedExperiment experiment) {
    RunFingerprint fingerprint = original.fingerprint();
    List<EnvironmentDifference> differences = new ArrayList<>();
    add(
        differences,
        "seed",
        Long.toString(fingerprint.seed()),
        Long.toString(experiment.config().seed()));
    if (!fingerprint.configHash().equals(experiment.hash())) {
      // A run that is older than a setting did what its default does.
      Set<String> olderThan = DefiningSettings.unchanged(experiment.config());
      olderThan.removeAll(original.view().parameters().keySet());
      Map<String, String> now = new TreeMap<>(experiment.values());
      now.keySet().removeAll(olderThan);
      addSettings(differences, original.view().parameters(), now);
    }
    return differences;
  }

  private static void addSettings(
      List<EnvironmentDifference> differences, Map<String, String> then, Map<String, String> now) {
    Set<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      if (DefiningSettings.contain(name)) {
        add(differences, name, then.getOrDefault(name, ABSENT), now.getOrDefault(name, ABSENT));
      }
    }
  }

  private static void add(
      List<EnvironmentDifference> differences, String what, String then, String now) {
    if (!then.equals(now)) {
      differences.add(new EnvironmentDifference(what, then, now, Effect.POSSIBLE));
    }
  }
}
