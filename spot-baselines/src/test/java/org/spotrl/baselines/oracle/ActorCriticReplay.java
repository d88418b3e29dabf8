package org.spotrl.baselines.oracle;

import java.util.function.BinaryOperator;
import org.spotrl.api.component.Component;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.random.RandomStream;
import org.spotrl.baselines.cloning.CloningRegularizer;
import org.spotrl.baselines.cloning.CloningRegularizerConfig;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.actorcritic.Backbone;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.regularizer.MmdRegularizer;
import org.spotrl.tensorflow.regularizer.MmdRegularizerConfig;
import org.spotrl.tensorflow.regularizer.MmdRegularizerConfigBuilder;
import org.spotrl.tensorflow.regularizer.NoRegularizer;
import org.spotrl.tensorflow.regularizer.Regularizer;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/**
 * Replays the policy phase of TD3 or SAC with any regulariser, for TD3 also the fine-tuning of
 * SPOT.
 */
final class ActorCriticReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    config.ignore("online_total_it");
    ActorCritic algorithm = config.complete(() -> new ActorCritic(settings(config, true)));
    try (LearnerReplay learner = LearnerReplay.of(algorithm, config.shape());
        LearnerReplay offline =
            LearnerReplay.of(new ActorCritic(settings(config, false)), config.shape())) {
      // The authors' importance-weighted bound is in nats, so its metrics have other names here.
      boolean nats = bound(config) == CvaeConfig.Bound.IMPORTANCE_WEIGHTED;
      BinaryOperator<String> names =
          (phase, name) -> nats ? name.replaceFirst("^neg_log_beta", "neg_log_beta_nats") : name;
      boolean fineTuned = file.steps().stream().anyMatch(step -> step.has("phase"));
      new UpdateReplay(file, fineTuned ? offline : learner, comparison)
          .phases(phase -> "policy")
          .names(names)
          .continuedBy("online", learner)
          .run();
      if (file.has("select_action")) {
        compareAction(file.json().get("select_action"), config, algorithm, learner, comparison);
      }
    }
  }

  /** Compares the action of the stored policy of a learner with the replayed state. */
  private static void compareAction(
      JsonNode recorded,
      OracleConfig config,
      ActorCritic algorithm,
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

  /** The settings; those of fine-tuning, if there is any, or those of the phase before it. */
  private static ActorCriticConfig settings(OracleConfig config, boolean fineTuning) {
    config.ignoreShape();
    return ActorCriticConfig.DEFAULTS.toBuilder()
        .backbone(config.word("backbone", Backbone.TD3, Backbone.values()))
        .updates(config.integer("updates"))
        .batchSize(config.integer("batch_size"))
        .discount(config.number("discount"))
        .tau(config.number("tau"))
        .policyNoise(config.number("policy_noise", 0))
        .noiseClip(config.number("noise_clip", 0))
        .policyFrequency(config.integer("policy_frequency", 1))
        .actorHidden(config.sizes("actor_hidden"))
        .criticHidden(config.sizes("critic_hidden"))
        .actorLearningRate(config.number("actor_learning_rate"))
        .criticLearningRate(config.number("critic_learning_rate"))
        .actorDropout(config.number("actor_dropout", 0))
        .actorInitW(config.number("actor_init_w", 0))
        .criticInitW(config.number("critic_init_w", 0))
        .qNormalization(config.flag("q_normalization", true))
        .divergenceLimit(0)
        .targetEntropy(config.number("target_entropy", 0))
        .regularizer(regularizer(config, fineTuning))
        .build();
  }

  private static Component<Regularizer> regularizer(OracleConfig config, boolean fineTuning) {
    String byDefault = config.has("lambda") ? "density" : "behavior-cloning";
    return switch (config.text("regularizer", byDefault)) {
      case "none" -> NoRegularizer.TYPE.withDefaults();
      case "behavior-cloning" ->
          CloningRegularizer.TYPE.with(new CloningRegularizerConfig(config.number("alpha")));
      case "density" -> density(config, fineTuning);
      case "mmd" -> mmd(config);
      default -> throw new AssertionError("unknown regularizer in " + config.names());
    };
  }

  private static Component<Regularizer> density(OracleConfig config, boolean fineTuning) {
    return DensityRegularizer.TYPE.with(
        new DensityRegularizerConfig(
            config.number("lambda"),
            fineTuning ? config.number("lambda_end", 1) : 1,
            config.integer("lambda_schedule_steps", 0),
            bound(config) == CvaeConfig.Bound.ELBO ? DensityUnit.AUTHORS : DensityUnit.NATS,
            Cvae.TYPE.with(cvae(config))));
  }

  private static Component<Regularizer> mmd(OracleConfig config) {
    return MmdRegularizer.TYPE.with(
        MmdRegularizerConfigBuilder.builder(MmdRegularizerConfig.DEFAULTS)
            .lambda(config.number("lambda"))
            .kernel(config.word("mmd_kernel", Losses.Kernel.LAPLACIAN, Losses.Kernel.values()))
            .sigma(config.number("mmd_sigma"))
            .samples(config.integer("mmd_samples"))
            .density(Cvae.TYPE.with(cvae(config)))
            .build());
  }

  private static CvaeConfig cvae(OracleConfig config) {
    OracleConfig vae = config.section("vae");
    return CvaeReplay.network(
        vae,
        vae.number("beta"),
        CvaeConfig.DEFAULTS.learningRate(),
        CvaeConfig.DEFAULTS.batchSize(),
        bound(config),
        config.integer("num_samples", 1));
  }

  private static CvaeConfig.Bound bound(OracleConfig config) {
    // The authors' word for the importance-weighted bound is iwae.
    return config.text("density_bound", "elbo").equals("iwae")
        ? CvaeConfig.Bound.IMPORTANCE_WEIGHTED
        : config.word("density_bound", CvaeConfig.Bound.ELBO, CvaeConfig.Bound.values());
  }
}
