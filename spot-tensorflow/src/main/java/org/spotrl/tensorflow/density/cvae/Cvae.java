package org.spotrl.tensorflow.density.cvae;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.GraphDensity;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.NetworkTraining;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * The conditional VAE of SPOT as a behaviour density (Wu et al. 2022, section 4.1).
 *
 * <p>With the {@code elbo} bound, the negative log density is in the authors' unit, as the training
 * loss: mean squared error plus beta times mean KL. This is beta/(2A) times the nats if the latent
 * has size 2A. The {@code importance-weighted} bound is in nats.
 */
public final class Cvae implements GraphDensity {

  /** The type named {@code cvae}. */
  public static final ComponentType<CvaeConfig, Density> TYPE =
      new ComponentType<>(
              Density.class,
              "cvae",
              "Conditional variational autoencoder (SPOT).",
              CvaeConfig.DEFAULTS,
              config -> context -> of(config, CvaeNetwork.create(config, context)))
          .labelled(Cvae::label);

  /** Pairs in one evaluation of the graph. */
  private static final int ANALYSIS_ROWS = 128;

  private static final int ANALYSIS_SAMPLES = 50;

  /** Actions in one evaluation of the graph: enough for a grid of 23 by 23 and a line of 61. */
  private static final int STATE_ROWS = 592;

  /**
   * Latents shared by all these actions; few are enough because the decoder's variance is large.
   */
  private static final int STATE_SAMPLES = 1_000;

  private final CvaeConfig config;
  private final CvaeNetwork network;

  private Cvae(CvaeConfig config, CvaeNetwork network) {
    this.config = config;
    this.network = network;
  }

  /** The authors' estimate is the CVAE's own; another one is named with its number of samples. */
  private static String label(CvaeConfig config) {
    boolean usual =
        config.bound() == CvaeConfig.DEFAULTS.bound()
            && config.numSamples() == CvaeConfig.DEFAULTS.numSamples();
    return usual
        ? "cvae"
        : config.bound().name().toLowerCase(Locale.ROOT).replace('_', '-')
            + "-"
            + config.numSamples();
  }

  /** A density from a given network, which may already be trained. */
  public static Cvae of(CvaeConfig config, CvaeNetwork network) {
    return new Cvae(config, network);
  }

  /** Its encoder and decoder. */
  public CvaeNetwork network() {
    return network;
  }

  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    Adam adam = new Adam(context.graph(), "vae", network, config.learningRate());
    NetworkTraining training =
        new NetworkTraining("density", config.updates(), config.batchSize(), false, adam);
    return List.of(
        training.write(
            context,
            batch -> {
              Expr draws =
                  context.noise().normal("latent_noise", batch.size(), network.latentDim());
              return network
                  .trainingLoss(batch.observations(), batch.actions(), draws)
                  .named("loss");
            }));
  }

  @Override
  public Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise) {
    Expr draws =
        noise.normal("latent_noise", actions.size(0), config.numSamples(), network.latentDim());
    return switch (config.bound()) {
      case ELBO -> network.elboLoss(observations, actions, draws);
      case IMPORTANCE_WEIGHTED ->
          network.importanceWeighted(observations, actions, draws).unaryMinus();
    };
  }

  @Override
  public DensityUnit unit() {
    return config.bound() == CvaeConfig.Bound.ELBO ? DensityUnit.AUTHORS : DensityUnit.NATS;
  }

  @Override
  public double authorsUnitsPerNat(int actionDim) {
    return config.beta() / (2 * actionDim);
  }

  /**
   * The importance-weighted bound of 50 samples. On a maze its mean over 512 pairs is 0.002 nats
   * below that of 5,000 samples for actions of the data, and 0.02 nats for uniform actions; a
   * single value is off by 0.04 and 0.08 nats on average. With 500 samples it is 0.001 and 0.006,
   * and 0.01 and 0.03 nats, for about ten times the time. For many actions at one state, the
   * latents are drawn from the prior and decoded once for all actions.
   */
  @Override
  public LogDensity writeLogDensity(LearningContext context) {
    int latent = network.latentDim();
    GraphFunction ofPairs =
        GraphFunction.ofPairs(
            context,
            "log_density",
            ANALYSIS_ROWS,
            (observations, actions) ->
                network.importanceWeighted(
                    observations,
                    actions,
                    context
                        .noise()
                        .normal("latent_noise", ANALYSIS_ROWS, ANALYSIS_SAMPLES, latent)));
    GraphFunction atState =
        GraphFunction.atState(
            context,
            "log_density_at_state",
            STATE_ROWS,
            (observation, actions) ->
                network.priorSampled(
                    observation,
                    actions,
                    context.noise().normal("latent_noise", STATE_SAMPLES, latent)));
    return new LogDensity(ofPairs, Optional.of(atState));
  }
}
