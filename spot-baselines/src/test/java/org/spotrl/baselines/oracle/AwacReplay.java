package org.spotrl.baselines.oracle;

import org.spotrl.baselines.awac.Awac;
import org.spotrl.baselines.awac.AwacConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** AWAC in CORL's form. */
final class AwacReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    AwacConfig awac = config.complete(() -> awac(config));
    try (LearnerReplay learner = LearnerReplay.of(new Awac(awac), config.shape())) {
      new UpdateReplay(file, learner, comparison).run();
    }
  }

  private static AwacConfig awac(OracleConfig config) {
    config.ignoreShape();
    double[] clamp = config.numbers("log_std_clamp");
    return new AwacConfig(
        config.integer("updates"),
        config.integer("batch_size"),
        config.number("discount"),
        config.number("tau"),
        config.number("awac_lambda"),
        config.number("weight_cap"),
        config.sizes("actor_hidden"),
        config.sizes("critic_hidden"),
        config.number("learning_rates"),
        clamp[0],
        clamp[1]);
  }
}
