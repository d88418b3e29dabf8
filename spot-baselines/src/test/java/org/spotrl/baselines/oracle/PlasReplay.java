package org.spotrl.baselines.oracle;

import org.spotrl.baselines.plas.Plas;
import org.spotrl.baselines.plas.PlasConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** The policy phase of PLAS, with and without perturbation. */
final class PlasReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    PlasConfig plas = config.complete(() -> plas(config));
    try (LearnerReplay learner = LearnerReplay.of(new Plas(plas), config.shape())) {
      new UpdateReplay(file, learner, comparison).run();
    }
  }

  private static PlasConfig plas(OracleConfig config) {
    config.ignoreShape();
    OracleConfig vae = config.section("vae");
    vae.requireDefaultClamp();
    return PlasConfig.builder()
        .updates(config.integer("updates"))
        .batchSize(config.integer("batch_size"))
        .discount(config.number("discount"))
        .tau(config.number("tau"))
        .softClipLambda(config.number("lmbda"))
        .maxLatent(config.number("max_latent_action"))
        .phi(config.number("phi", 0))
        .actorHidden(config.sizes("actor_hidden"))
        .criticHidden(config.sizes("critic_hidden"))
        .vaeHidden(vae.sizes("hidden"))
        .latentDim(vae.integer("latent_dim"))
        .beta(vae.number("beta"))
        .actorLearningRate(config.number("actor_learning_rate"))
        .criticLearningRate(config.number("critic_learning_rate"))
        .build();
  }
}
