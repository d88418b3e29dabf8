package org.spotrl.baselines.oracle;

import org.spotrl.api.learning.Learner;
import org.spotrl.baselines.bcq.Bcq;
import org.spotrl.baselines.bcq.BcqConfig;
import org.spotrl.policy.BestOfSamplesPolicy;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** Replays BCQ, and the actions of its graph and of its stored policy. */
final class BcqReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    Bcq bcq = new Bcq(config.complete(() -> bcq(config)));
    try (LearnerReplay learner = LearnerReplay.of(bcq, config.shape())) {
      new UpdateReplay(file, learner, "policy", comparison).run();
      if (file.has("select_action")) {
        compareActions(file, bcq, learner, comparison);
      }
    }
  }

  private static void compareActions(
      OracleFile file, Bcq bcq, LearnerReplay replayed, Comparison comparison) {
    JsonNode recorded = file.json().get("select_action");
    double[] observation = OracleFile.numbers(recorded.path("observation"));
    float[] draws =
        OracleFile.toFloats(OracleFile.numbers(recorded.path("noise").path("select_latent_noise")));
    double[] golden = OracleFile.numbers(recorded.path("expected").path("action"));
    comparison.near(
        "action selected by the graph",
        golden,
        OracleFile.toFloats(replayed.act(observation, draws)));
    try (Learner learner = bcq.create(file.config().task())) {
      learner.restore(replayed.state());
      if (learner.snapshot().policy() instanceof BestOfSamplesPolicy stored) {
        comparison.near(
            "action selected by the stored policy",
            golden,
            OracleFile.toFloats(stored.act(observation, draws)));
      } else {
        comparison.fail("the stored policy does not choose among samples");
      }
    }
  }

  private static BcqConfig bcq(OracleConfig config) {
    config.ignoreShape();
    OracleConfig vae = config.section("vae");
    double[] clamp = vae.numbers("log_std_clamp");
    if (clamp[0] != CvaeConfig.DEFAULTS.logStdMin()
        || clamp[1] != CvaeConfig.DEFAULTS.logStdMax()) {
      throw new AssertionError("BCQ's VAE clamps the log standard deviation as SPOT's does");
    }
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
