package org.spotrl.experiments.run;

import java.util.Map;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.LoadedExperiment;
import org.spotrl.experiments.config.RunLabel;
import org.spotrl.mlflow.RunView;

/**
 * How a run is named, and with which runs it belongs together.
 *
 * @param name its name: the configured one, else the group's with the seed
 * @param group name that runs share which differ by their seed alone, for example {@code
 *     spot-maze2d-umaze}
 * @param method what trains, see {@link RunLabel}; the run's tag of this name
 * @param configuration start of the hash of all settings that define its numbers, its seed aside;
 *     the run's tag of this name
 * @param seed its seed
 */
public record RunIdentity(
    String name, String group, String method, String configuration, long seed) {

  /** Name of the tag with the method. */
  public static final String METHOD = "method";

  /** Name of the tag with the configuration. */
  public static final String CONFIGURATION = "configuration";

  /** Name of the tag with the seed. */
  public static final String SEED = "seed";

  /** Name of the tag with the id of the run from whose last checkpoint a run began. */
  public static final String PARENT = "spot.parent_run";

  /** What the tag {@link #CONFIGURATION} was called until version 0.1.0: the whole hash. */
  private static final String CONFIGURATION_BEFORE = "config_hash";

  private static final int HASH = 12;

  /** The identity of an experiment that trains from the start. */
  static RunIdentity of(
      LoadedExperiment experiment, ComponentRegistry registry, PreparedData data) {
    RunLabel label =
        RunLabel.of(experiment, registry, data.environment().id(), data.training().name());
    return named(experiment, label.name(), label.method(), experiment.hash().substring(0, HASH));
  }

  /** The same with a group, a method and a configuration of its own. */
  static RunIdentity named(
      LoadedExperiment experiment, String group, String method, String configuration) {
    long seed = experiment.config().seed();
    String given = experiment.config().name();
    String name = given.isEmpty() ? group + "-s" + seed : given;
    return new RunIdentity(name, group, method, configuration, seed);
  }

  /** That of a run that was recorded before: what it recorded of itself, else this. */
  RunIdentity recordedBy(RunView run) {
    String recorded = configuration(run.tags());
    return new RunIdentity(
        run.name(),
        group,
        run.tags().getOrDefault(METHOD, method),
        recorded.isEmpty() ? configuration : recorded,
        seed);
  }

  /** The configuration that a run's tags name; empty for a run that spot did not record. */
  public static String configuration(Map<String, String> tags) {
    String hash = tags.getOrDefault(CONFIGURATION_BEFORE, "");
    return tags.getOrDefault(CONFIGURATION, hash.substring(0, Math.min(HASH, hash.length())));
  }
}
