package org.spotrl.baselines.oracle;

import org.spotrl.baselines.bcq.Bcq;
import org.spotrl.baselines.bcq.BcqConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** Replays BCQ, and the actions of its graph and of its stored policy. */
final class BcqReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    Bcq bcq = new Bcq(config.complete(() -> bcq(config)));
    try (LearnerReplay learner = LearnerReplay.of(bcq, config.shape())) {
      new UpdateReplay(file, learner, comparison).run();
      SelectedAction.compare(file, "select_latent_noise", bcq, learner, comparison);
    }
  }

  private static BcqConfig bcq(OracleConfig config) {
    config.ignoreShape();
    OracleConfig vae = config.section("vae");
    vae.requireDefaultClamp();
    return new BcqConfig(
        config.integer("updates"),
        config.integer("batch_size"),
        config.number("discount"),
        config.number("tau"),
        config.number("soft_clip_lambda"),
        config.number("phi"),
        config.integer("target_samples"),
        config.integer("select_samples"),
        config.sizes("actor_hidden"),
        config.sizes("critic_hidden"),
        vae.sizes("hidden"),
        vae.integer("latent_dim"),
        vae.number("beta"),
        config.number("learning_rate_all"));
  }
}
