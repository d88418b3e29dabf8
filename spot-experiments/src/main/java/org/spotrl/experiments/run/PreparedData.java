package org.spotrl.experiments.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.DatasetStatistics;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.data.RewardTransform;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.data.TrajectoryFilter;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.tracking.DatasetReference;
import org.spotrl.experiments.config.ExperimentConfig;

/**
 * A data set prepared for training.
 *
 * @param training transitions of the selected trajectories, with normalised observations and
 *     transformed rewards
 * @param normalizer normalises observations
 * @param statistics statistics of the data as loaded
 * @param digest SHA-256 of the data as loaded
 * @param source description of the data source
 * @param environment the data's environment
 */
public record PreparedData(
    Dataset training,
    Normalizer normalizer,
    DatasetStatistics statistics,
    String digest,
    String source,
    EnvironmentSpec environment) {

  /**
   * Checks the data against the environment, filters and transforms it.
   *
   * <p>A maximum action of infinity is replaced by the data's largest, rounded up to two digits: a
   * policy that ends in a tanh comes near its bound, but never reaches it.
   *
   * @param steps the data as loaded
   * @param rewards transform that is fitted to the selected trajectories
   * @throws SpotInputException if dimensions or actions do not match the environment
   */
  public static PreparedData of(
      Trajectories steps,
      String source,
      EnvironmentSpec environment,
      TrajectoryFilter filter,
      RewardTransform rewards,
      boolean normalize) {
    Dataset raw = steps.transitions();
    requireSame(
        raw, environment, "observations", raw.observationDim(), environment.observationDim());
    requireSame(raw, environment, "actions", raw.actionDim(), environment.actionDim());
    DatasetStatistics statistics = DatasetStatistics.of(raw);
    if (Double.isInfinite(environment.maxAction())) {
      if (statistics.maxAbsoluteAction() == 0) {
        throw new SpotInputException(
            "data set '%s': every action is 0, so their bound is unknown; state it in dataset.max_action"
                .formatted(raw.name()));
      }
      double bound = roundedUp(statistics.maxAbsoluteAction());
      return of(steps, source, environment.withMaxAction(bound), filter, rewards, normalize);
    }
    if (statistics.maxAbsoluteAction() > environment.maxAction() + 1e-5) {
      throw new SpotInputException(
          "data set '%s' has actions up to %s, but %s allows [-%s, %s]"
              .formatted(
                  raw.name(),
                  statistics.maxAbsoluteAction(),
                  environment.id(),
                  environment.maxAction(),
                  environment.maxAction()));
    }
    Trajectories kept = filter.apply(steps);
    Trajectories training = kept.withRewards(rewards.fit(kept));
    Normalizer normalizer = Normalizer.identity(raw.observationDim());
    if (normalize) {
      normalizer = Normalizer.of(kept.transitions());
      training = training.normalized(normalizer);
    }
    return new PreparedData(
        training.transitions(), normalizer, statistics, raw.digest(), source, environment);
  }

  /** The same, with memory that processes share; see {@link Dataset#sharedIn}. */
  PreparedData sharedIn(Path folder) {
    return new PreparedData(
        training.sharedIn(folder), normalizer, statistics, digest, source, environment);
  }

  /**
   * The behaviour policy's normalised score.
   *
   * <p>It is computed from the mean return if the data has terminal episodes. Otherwise it is
   * computed from the mean reward times the step limit, because the data's episodes can be shorter
   * than the environment's. NaN without reference scores.
   */
  public double behaviorScore() {
    double episodeReturn =
        statistics.terminalEpisodes() > 0
            ? statistics.meanReturn()
            : statistics.meanReward() * environment.maxEpisodeSteps();
    return environment.referenceScores().normalized(episodeReturn);
  }

  /** The learning task of a configuration with this data. */
  LearningTask task(ExperimentConfig config) {
    return new LearningTask(
        environment.shape(), training, config.seed(), config.execution().intraOpThreads());
  }

  /** The raw observations of the first rows. */
  public List<double[]> rawObservations(int rows) {
    List<double[]> observations = new ArrayList<>();
    for (int row = 0; row < Math.min(rows, training.size()); row++) {
      observations.add(normalizer.denormalize(training.observation(row)));
    }
    return observations;
  }

  /** The data set as it is tracked. */
  public DatasetReference reference() {
    return new DatasetReference(
        training.name(),
        digest.substring(0, 12),
        "local",
        source,
        statistics.transitions(),
        training.observationDim(),
        training.actionDim(),
        profile());
  }

  /** Statistics of the data as loaded, with its own rewards. */
  private Map<String, Double> profile() {
    Map<String, Double> profile = new LinkedHashMap<>();
    profile.put("num_transitions", (double) statistics.transitions());
    profile.put("num_episodes", (double) statistics.episodes());
    profile.put("num_terminal_episodes", (double) statistics.terminalEpisodes());
    profile.put("return_mean", statistics.meanReturn());
    profile.put("return_std", statistics.stdReturn());
    profile.put("return_min", statistics.minReturn());
    profile.put("return_max", statistics.maxReturn());
    profile.put("episode_length_mean", statistics.meanLength());
    profile.put("reward_mean", statistics.meanReward());
    profile.put("reward_min", statistics.minReward());
    profile.put("reward_max", statistics.maxReward());
    profile.put("behavior_normalized_score", behaviorScore());
    // Data without complete episodes has no returns.
    profile.values().removeIf(value -> value.isNaN());
    return profile;
  }

  private static double roundedUp(double largest) {
    return new BigDecimal(largest).round(new MathContext(2, RoundingMode.UP)).doubleValue();
  }

  private static void requireSame(
      Dataset raw, EnvironmentSpec environment, String what, int found, int wanted) {
    if (found != wanted) {
      throw new SpotInputException(
          "data set '%s' has %s of %d numbers, but environment %s has %d; use a data set of this environment"
              .formatted(raw.name(), what, found, environment.id(), wanted));
    }
  }
}
