package org.spotrl.experiments.config;

import org.spotrl.api.component.Setting;

/**
 * How the policy is evaluated in the environment while it is trained, and at the end.
 *
 * @param everyUpdates policy updates between two evaluations
 * @param episodes episodes of one evaluation
 * @param threads episodes run at the same time; 0 means as many as the machine has cores. The
 *     result does not depend on it
 * @param seedOffset added to the run's seed for the environments' own chance
 */
public record EvaluationConfig(
    @Setting(
            value = "Policy updates between two evaluations.",
            min = 1,
            source = "SPOT's authors' code (eval_freq)")
        long everyUpdates,
    @Setting(
            value = "Episodes of one evaluation.",
            min = 1,
            source = "SPOT's authors' code (eval_episodes)")
        int episodes,
    @Setting(
            value =
                "Episodes run at the same time; 0 means one per core. Results do not depend on it.",
            min = 0)
        int threads,
    @Setting(
            value = "Added to the run's seed to seed the evaluation environments.",
            source = "SPOT's authors' code")
        long seedOffset) {

  /** Ten episodes every 5000 updates. */
  public static final EvaluationConfig DEFAULTS = new EvaluationConfig(5_000, 10, 0, 100);

  /** The same with another interval. */
  public EvaluationConfig withEveryUpdates(long everyUpdates) {
    return new EvaluationConfig(everyUpdates, episodes, threads, seedOffset);
  }

  /** The same with another number of episodes. */
  public EvaluationConfig withEpisodes(int episodes) {
    return new EvaluationConfig(everyUpdates, episodes, threads, seedOffset);
  }

  /** The same with another number of threads. */
  public EvaluationConfig withThreads(int threads) {
    return new EvaluationConfig(everyUpdates, episodes, threads, seedOffset);
  }

  /** The same with another offset of the seed. */
  public EvaluationConfig withSeedOffset(long seedOffset) {
    return new EvaluationConfig(everyUpdates, episodes, threads, seedOffset);
  }
}
