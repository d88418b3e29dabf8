package org.spotrl.experiments.run;

import org.spotrl.api.learning.Learner;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.picture.StatePictures;

/** What an evaluation leaves in the run beside its metrics: its episodes and pictures of states. */
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

  /** Adds an evaluation. */
  void add(long step, EvaluationResult result, Learner learner) {
    episodes.add(step, result);
    pictures.draw(learner, step).forEach((key, png) -> run.image(key, step, png));
  }
}
