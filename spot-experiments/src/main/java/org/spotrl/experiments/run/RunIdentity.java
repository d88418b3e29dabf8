package org.spotrl.experiments.run;

import java.util.Map;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.RunLabel;
import org.spotrl.mlflow.RunView;

/**
 * The name of a run and the tags that group it with other runs.
 *
 * @param name the configured name; by default the group and the seed
 * @param group the name without the seed, for example {@code spot-maze2d-umaze}
 * @param method method and settings, see {@link RunLabel}; a tag of the run
 * @param configuration first characters of the hash of all settings that define results, without
 *     the seed; a tag of the run
 * @param seed the seed; a tag of the run
 */
public record RunIdentity(
    String name, String group, String method, String configuration, long seed) {

  /** Name of the tag with the method. */
  public static final String METHOD = "method";

  /** Name of the tag with the configuration. */
  public static final String CONFIGURATION = "configuration";

  /** Name of the tag with the seed. */
  public static final String SEED = "seed";

  /** Name of the tag with the id of the parent: the run whose last checkpoint is continued. */
  public static final String PARENT = "spot.parent_run";

  /** Name of the tag until version 0.1.0, with the whole hash. */
  private static final String CONFIGURATION_BEFORE = "config_hash";

  private static final int HASH = 12;

  /** The identity of an experiment that trains from the start. */
  static RunIdentity of(
      LoadedExperiment experiment, ComponentRegistry registry, PreparedData data) {
    RunLabel label =
        RunLabel.of(experiment, registry, data.environment().id(), data.training().name());
    return named(experiment, label.name(), label.method(), configuration(experiment));
  }

  /** As above, with another group, method and configuration. */
  static RunIdentity named(
      LoadedExperiment experiment, String group, String method, String configuration) {
    long seed = experiment.config().seed();
    String given = experiment.config().name();
    String name = given.isEmpty() ? group + "-s" + seed : given;
    return new RunIdentity(name, group, method, configuration, seed);
  }

  /** A copy with the values that a resumed run has recorded. */
  RunIdentity recordedBy(RunView run) {
    String recorded = configuration(run.tags());
    return new RunIdentity(
        run.name(),
        group,
        run.tags().getOrDefault(METHOD, method),
        recorded.isEmpty() ? configuration : recorded,
        seed);
  }

  /** The configuration of an experiment, as its runs record it. */
  public static String configuration(LoadedExperiment experiment) {
    return experiment.hash().substring(0, HASH);
  }

  /** The configuration in a run's tags; empty for a run that spot did not record. */
  public static String configuration(Map<String, String> tags) {
    String hash = tags.getOrDefault(CONFIGURATION_BEFORE, "");
    return tags.getOrDefault(CONFIGURATION, hash.substring(0, Math.min(HASH, hash.length())));
  }
}
