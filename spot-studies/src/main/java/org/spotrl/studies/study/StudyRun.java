package org.spotrl.studies.study;

import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.run.RunIdentity;

/**
 * One run of a study.
 *
 * @param arm name of its arm
 * @param dataset name of its data set
 * @param seed its seed
 * @param experiment its configuration, which is the same for all seeds
 */
public record StudyRun(String arm, String dataset, long seed, LoadedExperiment experiment) {

  /** Identifies what is run: the hash of all settings that define results, and the seed. */
  public String key() {
    return key(configuration(), Long.toString(seed));
  }

  /** The key of a run with this configuration and seed. */
  static String key(String configuration, String seed) {
    return configuration + "-s" + seed;
  }

  /** The first characters of the hash of all settings that define results, without the seed. */
  public String configuration() {
    return RunIdentity.configuration(experiment);
  }

  /** The run's name, for example {@code gaussian-maze2d-umaze-s0}. */
  public String name() {
    return "%s-%s-s%d".formatted(arm, dataset, seed).replaceAll("[^\\w.=+-]+", "-");
  }
}
