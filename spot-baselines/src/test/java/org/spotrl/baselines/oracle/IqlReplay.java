package org.spotrl.baselines.oracle;

import org.spotrl.baselines.iql.Iql;
import org.spotrl.baselines.iql.IqlConfig;
import org.spotrl.tensorflow.optimizer.LearningRate;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** Replays IQL with a stochastic or a deterministic policy. */
final class IqlReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    IqlConfig iql = config.complete(() -> iql(config));
    try (LearnerReplay learner = LearnerReplay.of(new Iql(iql), config.shape())) {
      new UpdateReplay(file, learner, comparison).run();
    }
  }

  private static IqlConfig iql(OracleConfig config) {
    config.ignoreShape();
    IqlConfig.Policy policy =
        config.word("policy", IqlConfig.Policy.STOCHASTIC, IqlConfig.Policy.values());
    double[] clamp =
        policy == IqlConfig.Policy.STOCHASTIC || config.has("log_std_clamp")
            ? config.numbers("log_std_clamp")
            : new double[] {IqlConfig.DEFAULTS.logStdMin(), IqlConfig.DEFAULTS.logStdMax()};
    return new IqlConfig(
        config.integer("updates"),
        config.integer("batch_size"),
        config.number("discount"),
        config.number("tau"),
        config.number("expectile"),
        config.number("beta"),
        config.number("weight_cap"),
        policy,
        config.sizes("actor_hidden"),
        config.sizes("critic_hidden"),
        config.sizes("value_hidden"),
        config.number("learning_rates"),
        LearningRate.Schedule.COSINE,
        config.integer("cosine_steps"),
        clamp[0],
        clamp[1]);
  }
}
