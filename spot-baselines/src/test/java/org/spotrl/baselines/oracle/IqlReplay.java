package org.spotrl.baselines.oracle;

import org.spotrl.baselines.iql.Iql;
import org.spotrl.baselines.iql.IqlConfig;
import org.spotrl.tensorflow.optimizer.LearningRate;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** Replays IQL with a stochastic policy. */
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
    config.requireWord("policy", "stochastic");
    double[] clamp = config.numbers("log_std_clamp");
    return new IqlConfig(
        config.integer("updates"),
        config.integer("batch_size"),
        config.number("discount"),
        config.number("tau"),
        config.number("expectile"),
        config.number("beta"),
        config.number("weight_cap"),
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
