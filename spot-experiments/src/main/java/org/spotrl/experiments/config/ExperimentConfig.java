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
import org.spotrl.experiments.diagnostic.RolloutPictures;
import org.spotrl.experiments.diagnostic.StatePictures;

/**
 * The configuration of one run: an experiment file, or {@link #builder()} in code.
 *
 * @param experiment name of the study, MLflow's experiment
 * @param name name of the run; empty: derived from algorithm, data set and seed
 * @param description description of the run in Markdown; may be empty
 * @param tags the user's tags of the run, in their order
 * @param seed seed of all random numbers of the run
 * @param dataset data source
 * @param trajectories selects the trajectories for training
 * @param normalizeObservations whether observations are normalised to mean 0 and standard deviation
 *     1
 * @param rewards transform of the rewards for training
 * @param algorithm the offline-RL method
 * @param evaluation how the policy is evaluated
 * @param diagnostics further metrics, tables and pictures of each evaluation
 * @param checkpoint when checkpoints are saved
 * @param tracking where the run is recorded
 * @param execution how many threads the run uses
 */
@RecordBuilder
public record ExperimentConfig(
    @Setting("Name of the experiment in MLflow: the study that the run belongs to.")
        String experiment,
    @Setting("Name of the run; empty: derived from algorithm, data set and seed.") String name,
    @Setting("Description of the run in Markdown.") String description,
    @Setting("Your tags of the run, to filter and group by.") Map<String, String> tags,
    @Setting("Seed of all random numbers of the run.") long seed,
    @Setting("Data source.") Component<DatasetSource> dataset,
    @Setting(value = "Selects the trajectories for training.", addedLater = true)
        Component<TrajectoryFilter> trajectories,
    @Setting(
            value = "Whether observations are normalised to mean 0 and standard deviation 1.",
            source = "SPOT's authors, Gym; false for AntMaze",
            label = "norm")
        boolean normalizeObservations,
    @Setting("Transform of the rewards for training. Evaluations use the environment's rewards.")
        Component<RewardTransform> rewards,
    @Setting("The offline-RL method.") Component<Algorithm> algorithm,
    @Setting("How the policy is evaluated.") EvaluationConfig evaluation,
    @Setting(
            "Further metrics, tables and pictures of each evaluation. Results do not depend on them.")
        List<Component<Diagnostic>> diagnostics,
    @Setting("When checkpoints are saved.") CheckpointConfig checkpoint,
    @Setting("Where the run is recorded.") TrackingConfig tracking,
    @Setting("How many threads the run uses.") ExecutionConfig execution) {

  /** All defaults; {@code dataset} and {@code algorithm} have none and are required. */
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
              StatePictures.TYPE.withDefaults(),
              RolloutPictures.TYPE.withDefaults()),
          CheckpointConfig.DEFAULTS,
          TrackingConfig.DEFAULTS,
          ExecutionConfig.DEFAULTS);

  /** Copies tags and diagnostics. */
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

  /** The types of all components, also of nested ones. */
  public List<ComponentType<?, ?>> componentTypes() {
    return RecordShape.componentTypes(this).toList();
  }
}
