package org.spotrl.experiments.config;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.spotrl.api.component.Setting;

/**
 * How the policy is evaluated in the environment, during training and at the end.
 *
 * @param everyUpdates policy updates between two evaluations
 * @param episodes episodes of one evaluation; 0 for training without an environment
 * @param threads episodes at the same time; 0: one per core. Results do not depend on it
 * @param seedOffset the seed of the evaluation is the run's seed plus this
 */
@RecordBuilder
public record EvaluationConfig(
    @Setting(
            value = "Policy updates between two evaluations.",
            min = 1,
            source = "SPOT's authors, Gym; 50000 for AntMaze")
        long everyUpdates,
    @Setting(
            value =
                "Episodes of one evaluation; 0 trains without an environment, diagnostics are still"
                    + " recorded.",
            min = 0,
            source = "SPOT's authors, Gym; 100 for AntMaze")
        int episodes,
    @Setting(
            value = "Episodes at the same time; 0: one per core. Results do not depend on it.",
            min = 0)
        int threads,
    @Setting(
            value = "The seed of the evaluation is the run's seed plus this.",
            source = "SPOT's authors")
        long seedOffset) {

  /** Ten episodes every 5000 updates. */
  public static final EvaluationConfig DEFAULTS = new EvaluationConfig(5_000, 10, 0, 100);

  /** True if the policy is evaluated in the environment, which then must be installed. */
  public boolean usesEnvironment() {
    return episodes > 0;
  }

  /** A builder that starts from the defaults. */
  public static EvaluationConfigBuilder builder() {
    return EvaluationConfigBuilder.builder(DEFAULTS);
  }
}
