package org.spotrl.experiments.config;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.component.Component;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.RewardTransform;
import org.spotrl.api.data.TrajectoryFilter;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.experiments.diagnostic.EpisodeTable;
import org.spotrl.experiments.diagnostic.PolicySupport;
import org.spotrl.experiments.diagnostic.StatePictures;

/**
 * One experiment: what an experiment file says, or code by {@link #builder()}.
 *
 * @param experiment name of the study, MLflow's experiment
 * @param name name of the run; empty means that one is derived
 * @param description Markdown note of the run, may be empty
 * @param tags free labels of the run, in the order given
 * @param seed seed of all random numbers of the run
 * @param dataset where the data comes from
 * @param trajectories which trajectories of it training sees
 * @param normalizeObservations whether observations are shifted and scaled to mean 0 and spread 1
 * @param rewards change of every reward before training
 * @param algorithm the offline-RL method
 * @param evaluation how the policy is evaluated
 * @param diagnostics what is recorded of the learner at each evaluation
 * @param checkpoint when the state of training is saved
 * @param tracking where the run is recorded
 * @param execution how the machine is used
 */
@RecordBuilder
public record ExperimentConfig(
    @Setting("Name of the study that the run belongs to; MLflow's experiment.") String experiment,
    @Setting("Name of the run; empty: derived from algorithm, data set and seed.") String name,
    @Setting("Note of the run in Markdown.") String description,
    @Setting("Free labels of the run, to filter and group by.") Map<String, String> tags,
    @Setting("Seed of all random numbers of the run.") long seed,
    @Setting("Where the data comes from.") Component<DatasetSource> dataset,
    @Setting(value = "Which trajectories of the data training sees.", addedLater = true)
        Component<TrajectoryFilter> trajectories,
    @Setting(
            value = "Whether observations are shifted and scaled to mean 0 and spread 1.",
            source = "SPOT's authors, Gym; false for AntMaze",
            label = "norm")
        boolean normalizeObservations,
    @Setting("Change of every reward before training; evaluation keeps the environment's own.")
        Component<RewardTransform> rewards,
    @Setting("The offline-RL method.") Component<Algorithm> algorithm,
    @Setting("How the policy is evaluated.") EvaluationConfig evaluation,
    @Setting("What is recorded of the learner at each evaluation; results do not depend on it.")
        List<Component<Diagnostic>> diagnostics,
    @Setting("When the state of training is saved.") CheckpointConfig checkpoint,
    @Setting("Where the run is recorded.") TrackingConfig tracking,
    @Setting("How the machine is used.") ExecutionConfig execution) {

  /** All defaults; {@code dataset} and {@code algorithm} have none and must be chosen. */
  public static final ExperimentConfig DEFAULTS =
      new ExperimentConfig(
          "default",
          "",
          "",
          Map.of(),
          0,
          Unset.of(DatasetSource.class),
          TrajectoryFilters.EVERY.withDefaults(),
          true,
          RewardTransforms.IDENTITY.withDefaults(),
          Unset.of(Algorithm.class),
          EvaluationConfig.DEFAULTS,
          List.of(
              PolicySupport.TYPE.withDefaults(),
              EpisodeTable.TYPE.withDefaults(),
              StatePictures.TYPE.withDefaults()),
          CheckpointConfig.DEFAULTS,
          TrackingConfig.DEFAULTS,
          ExecutionConfig.DEFAULTS);

  /** A configuration with an unmodifiable copies of tags and diagnostics. */
  public ExperimentConfig {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    diagnostics = List.copyOf(diagnostics);
  }

  /** A builder that starts from {@link #DEFAULTS}. */
  public static ExperimentConfigBuilder builder() {
    return ExperimentConfigBuilder.builder(DEFAULTS);
  }

  /** A builder that starts from this configuration. */
  public ExperimentConfigBuilder toBuilder() {
    return ExperimentConfigBuilder.builder(this);
  }

  /** The types of all its components, also of those within others. */
  public List<ComponentType<?, ?>> componentTypes() {
    return RecordShape.componentTypes(this).toList();
  }

  /** The same with another seed. */
  public ExperimentConfig withSeed(long seed) {
    return toBuilder().seed(seed).build();
  }
}
