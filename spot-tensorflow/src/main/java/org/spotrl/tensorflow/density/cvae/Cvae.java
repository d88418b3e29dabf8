package org.spotrl.tensorflow.density.cvae;

import java.util.List;
import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.DensityModel;
import org.spotrl.tensorflow.density.DensityNetwork;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.DensityProbe;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.UpdateKind;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * The conditional VAE of SPOT as a behaviour density (Wu et al. 2022, section 4.1).
 *
 * <p>With the {@code elbo} bound, the negative log density has the scale of the training loss: mean
 * squared error plus beta times the mean KL, which is beta/(2A) times the nats when the latent is
 * twice as large as the action. The values of lambda in the paper are for that scale.
 */
public final class Cvae implements DensityNetwork {

  /** The kind named {@code cvae}. */
  public static final ComponentType<CvaeConfig, DensityModel> TYPE =
      new ComponentType<>(
          DensityModel.class,
          "cvae",
          "Conditional variational auto-encoder (SPOT).",
          CvaeConfig.DEFAULTS,
          config -> context -> new Cvae(config, CvaeNetwork.create(config, context)));

  private static final int ANALYSIS_ROWS = 16;
  private static final int ANALYSIS_SAMPLES = 500;

  /** Actions in one run, enough for a grid of 23 by 23 and a line of 61. */
  private static final int STATE_ROWS = 592;

  /** Latents that all of them share; the decoder's spread is wide, so few are enough. */
  private static final int STATE_SAMPLES = 1_000;

  private final CvaeConfig config;
  private final CvaeNetwork network;
  private final CvaeBounds bounds;

  private Cvae(CvaeConfig config, CvaeNetwork network) {
    this.config = config;
    this.network = network;
    this.bounds = new CvaeBounds(network, config.beta());
  }

  /** |u - a|^2 + beta KL(q(z|s,a) || N(0, I)), both as means, for one latent sample a row. */
  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    GraphBuilder graph = context.graph();
    Adam adam = new Adam(graph, "vae", network, config.learningRate());
    graph.beginProgram("density");
    Batch batch = context.batches().sample(config.batchSize());
    Expr noise = context.noise().normal("latent_noise", config.batchSize(), network.latentDim());

    CvaeNetwork.Latent latent = network.encode(batch.observations(), batch.actions());
    Expr z = latent.mean().plus(latent.std().times(noise));
    Expr reconstruction = network.decode(batch.observations(), z);
    Expr reconstructionLoss = reconstruction.minus(batch.actions()).square().mean();
    Expr klLoss = latent.klTerms().mean();
    Expr loss = reconstructionLoss.plus(klLoss.times(config.beta()));
    adam.minimize(loss);

    graph.observe("mean", latent.mean());
    graph.observe("std", latent.std());
    graph.observe("reconstruction", reconstruction);
    Map<String, String> metrics =
        Map.of(
            "train/density_loss", graph.observe("loss", loss),
            "train/density_reconstruction_loss",
                graph.observe("reconstruction_loss", reconstructionLoss),
            "train/density_kl_loss", graph.observe("kl_loss", klLoss));
    UpdateKind kind = new UpdateKind(graph.milestone("update"), metrics);
    return List.of(PhaseDefinition.uniform("density", config.updates(), false, kind));
  }

  @Override
  public Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise) {
    Expr draws =
        noise.normal("latent_noise", actions.size(0), config.numSamples(), network.latentDim());
    return switch (config.bound()) {
      case ELBO -> bounds.elboLoss(observations, actions, draws);
      case IWAE -> bounds.importanceWeighted(observations, actions, draws).unaryMinus();
    };
  }

  /**
   * The importance-weighted bound with many samples: the tightest that the model has. For many
   * actions at one state the samples come from the prior and are decoded once for all actions.
   */
  @Override
  public DensityProbe writeAnalysis(LearningContext context) {
    int latent = network.latentDim();
    return DensityProbe.write(
            context,
            ANALYSIS_ROWS,
            (observations, actions) ->
                bounds.importanceWeighted(
                    observations,
                    actions,
                    context
                        .noise()
                        .normal("latent_noise", ANALYSIS_ROWS, ANALYSIS_SAMPLES, latent)))
        .withAtState(
            context,
            STATE_ROWS,
            (observation, actions) ->
                bounds.priorSampled(
                    observation,
                    actions,
                    context.noise().normal("latent_noise", STATE_SAMPLES, latent)));
  }
}
