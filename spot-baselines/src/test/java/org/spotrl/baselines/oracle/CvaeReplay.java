package org.spotrl.baselines.oracle;

import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;

/** Replays the training of a conditional VAE with any sizes and learning rate. */
final class CvaeReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    CvaeConfig cvae = config.complete(() -> training(config));
    try (LearnerReplay learner =
        LearnerReplay.ofDensity(Cvae.TYPE.with(cvae).create(), config.shape())) {
      new UpdateReplay(file, learner, comparison).phases(all -> "density").run();
    }
  }

  private static CvaeConfig training(OracleConfig config) {
    config.ignoreShape();
    config.ignore("updates");
    config.requireValue("weight_decay", 0);
    config.requireValue("normalize_observations", 0);
    return network(
        config,
        config.number("beta"),
        config.number("learning_rate"),
        config.integer("batch_size"),
        CvaeConfig.Bound.ELBO,
        1);
  }

  /** The network settings from {@code config}, and the others as given. */
  static CvaeConfig network(
      OracleConfig config,
      double beta,
      double learningRate,
      int batchSize,
      CvaeConfig.Bound bound,
      int samples) {
    double[] clamp = config.numbers("log_std_clamp");
    return new CvaeConfig(
        config.sizes("hidden"),
        config.integer("latent_dim"),
        beta,
        clamp[0],
        clamp[1],
        learningRate,
        CvaeConfig.DEFAULTS.updates(),
        batchSize,
        bound,
        samples,
        "",
        "");
  }
}
