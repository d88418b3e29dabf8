package org.spotrl.experiments.run;

import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.picture.StatePictures;

/**
 * What evaluations leave in the run beside their metrics: their episodes and pictures of states.
 */
final class EvaluationReport {

  private final TrackedRun run;
  private final EpisodeTable episodes;
  private final StatePictures pictures;

  /**
   * A report that goes on from what the run has.
   *
   * @param policyUpdates updates of the policy done so far
   */
  EvaluationReport(TrackedRun run, PreparedData data, ExperimentConfig config, long policyUpdates) {
    this.run = run;
    this.episodes = new EpisodeTable(run, policyUpdates);
    this.pictures =
        StatePictures.of(
            data.training(),
            data.normalizer(),
            data.environment().maxAction(),
            config.seed(),
            config.tracking().pictures());
  }

  /** Adds the pictures of before the first update of the policy, where MLflow's sliders begin. */
  void begin(Learner learner) {
    draw(0, learner);
  }

  /** Adds an evaluation. */
  void add(long step, EvaluationResult result, Learner learner) {
    episodes.add(step, result);
    draw(step, learner);
  }

  private void draw(long step, Learner learner) {
    pictures.draw(learner, step).forEach((key, png) -> run.image(key, step, png));
  }
}
