package org.spotrl.baselines.oracle;

import java.util.function.BinaryOperator;
import org.spotrl.api.component.Component;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.random.RandomStream;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.baselines.cloning.CloningRegularizerConfig;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.Regularizer;
import org.spotrl.tensorflow.td3.Td3;
import org.spotrl.tensorflow.td3.Td3Config;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** Replays the policy phase of TD3 with SPOT's or TD3+BC's regulariser. */
final class Td3Replay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    Td3 algorithm = config.complete(() -> new Td3(td3(config)));
    try (LearnerReplay learner = LearnerReplay.of(algorithm, config.shape())) {
      // The authors' importance-weighted bound is in nats, so its metrics have other names here.
      boolean nats = bound(config) == CvaeConfig.Bound.IMPORTANCE_WEIGHTED;
      BinaryOperator<String> names =
          (phase, name) -> nats ? name.replaceFirst("^neg_log_beta", "neg_log_beta_nats") : name;
      new UpdateReplay(file, learner, comparison).names(names).run();
      if (file.has("select_action")) {
        compareAction(file.json().get("select_action"), config, algorithm, learner, comparison);
      }
    }
  }

  /** Compares the action of the stored policy of a learner with the replayed state. */
  private static void compareAction(
      JsonNode recorded,
      OracleConfig config,
      Td3 algorithm,
      LearnerReplay replayed,
      Comparison comparison) {
    try (Learner learner = algorithm.create(config.task())) {
      learner.restore(replayed.state());
      double[] action =
          learner
              .policy()
              .start(RandomStream.of(0, "test").at(0))
              .act(OracleFile.numbers(recorded.path("observation")));
      comparison.near(
          "select_action",
          OracleFile.numbers(recorded.path("expected").path("action")),
          OracleFile.toFloats(action));
    }
  }

  private static Td3Config td3(OracleConfig config) {
    config.ignoreShape();
    return new Td3Config(
        config.integer("updates"),
        config.integer("batch_size"),
        config.number("discount"),
        config.number("tau"),
        config.number("policy_noise"),
        config.number("noise_clip"),
        config.integer("policy_frequency"),
        config.sizes("actor_hidden"),
        config.sizes("critic_hidden"),
        config.number("actor_learning_rate"),
        config.number("critic_learning_rate"),
        config.number("actor_dropout", 0),
        config.number("actor_init_w", 0),
        config.number("critic_init_w", 0),
        config.flag("q_normalization", true),
        0,
        config.has("lambda") ? density(config) : cloning(config));
  }

  private static Component<Regularizer> cloning(OracleConfig config) {
    return CloningRegularizer.TYPE.with(new CloningRegularizerConfig(config.number("alpha")));
  }

  private static Component<Regularizer> density(OracleConfig config) {
    OracleConfig vae = config.section("vae");
    CvaeConfig cvae =
        CvaeReplay.network(
            vae,
            vae.number("beta"),
            CvaeConfig.DEFAULTS.learningRate(),
            CvaeConfig.DEFAULTS.batchSize(),
            bound(config),
            config.integer("num_samples", 1));
    return DensityRegularizer.TYPE.with(
        new DensityRegularizerConfig(
            config.number("lambda"),
            bound(config) == CvaeConfig.Bound.ELBO ? DensityUnit.AUTHORS : DensityUnit.NATS,
            Cvae.TYPE.with(cvae)));
  }

  private static CvaeConfig.Bound bound(OracleConfig config) {
    return config.word("density_bound", CvaeConfig.Bound.ELBO, CvaeConfig.Bound.values());
  }
}
