package org.spotrl.baselines.bcq;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.policy.BestOfSamplesFormat;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.density.cvae.CvaeNetwork;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.ActingProgram;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.network.Initializer;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * Batch-constrained deep Q-learning (Fujimoto et al. 2019): a conditional VAE samples actions
 * similar to the data's, a network perturbs them, and the policy takes the action with the highest
 * Q.
 *
 * <p>Each update first trains the VAE; the other networks then use the updated VAE. Metrics: {@code
 * train/vae_loss} with its terms {@code train/reconstruction_loss} and {@code train/kl_loss},
 * {@code train/critic_loss}, {@code train/actor_loss}. With {@code phi: 0} there is no perturbation
 * network and no actor loss.
 */
public final class Bcq implements GraphAlgorithm {

  /** The type named {@code bcq}. */
  public static final ComponentType<BcqConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "bcq",
          "Batch-constrained deep Q-learning (Fujimoto et al. 2019).",
          BcqConfig.DEFAULTS,
          Bcq::new);

  /** Latents are clipped to +- this value before decoding, as in the authors' code. */
  private static final double LATENT_CLIP = 0.5;

  private final BcqConfig config;

  /** BCQ with these settings. */
  public Bcq(BcqConfig config) {
    this.config = config;
  }

  /** The networks of BCQ; the perturbation is before tanh, and empty if phi is 0. */
  private record Networks(
      CvaeNetwork vae,
      Optional<Mlp> perturbation,
      TwinCritic critic,
      Optional<Mlp> targetPerturbation,
      TwinCritic targetCritic) {

    /** The networks that a stored policy needs. */
    Network[] policy() {
      return Stream.of(Stream.of(vae.decoder()), perturbation.stream(), Stream.of(critic.q1()))
          .flatMap(network -> network)
          .toArray(Network[]::new);
    }
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    CvaeConfig vae =
        CvaeConfig.builder()
            .hidden(config.vaeHidden())
            .latentDim(config.latentDim())
            .beta(config.beta())
            .build();
    Networks networks = networks(vae, context);
    PhaseDefinition phase = writePolicyPhase(context, networks);
    ActingProgram acting =
        ActingProgram.write(
            context,
            config.selectSamples(),
            networks.vae().latentDim(),
            (observation, draws) -> bestOf(networks, observation, draws));
    Map<String, String> settings =
        Map.of(
            "samples", Integer.toString(config.selectSamples()),
            "latent_clip", Double.toString(LATENT_CLIP),
            "phi", Double.toString(config.phi()));
    PolicyDefinition policy =
        PolicyDefinition.of(new BestOfSamplesFormat(), settings, networks.policy())
            .actingBy(acting);
    return LearnerDefinition.of(List.of(phase), policy)
        .withDensity(Cvae.of(vae, networks.vae()).writeLogDensity(context))
        .withQ(GraphFunction.ofPairs(context, "action_value", networks.critic()::q1));
  }

  private Networks networks(CvaeConfig vae, LearningContext context) {
    NetworkFactory networks = context.networks();
    NetworkFactory targets = networks.forTargets();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    List<Integer> critic = Mlp.sizes(s + a, config.criticHidden(), 1);
    return new Networks(
        CvaeNetwork.create(vae, context),
        perturbation(networks, "perturbation", s, a),
        networks.twinCritic("critic", critic, Initializer.PYTORCH),
        perturbation(targets, "target_perturbation", s, a),
        targets.twinCritic("target_critic", critic, Initializer.PYTORCH));
  }

  private Optional<Mlp> perturbation(NetworkFactory networks, String name, int s, int a) {
    return config.phi() > 0
        ? Optional.of(networks.mlp(name, Mlp.sizes(s + a, config.actorHidden(), a)))
        : Optional.empty();
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    double rate = config.learningRate();
    Adam vaeAdam = new Adam(graph, "vae", networks.vae(), rate);
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), rate);
    Optional<Adam> actorAdam =
        networks.perturbation().map(net -> new Adam(graph, "perturbation", net, rate));
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();
    int latent = networks.vae().latentDim();

    Expr vaeDraws = noise.normal("vae_noise", config.batchSize(), latent);
    vaeAdam.minimize(
        networks
            .vae()
            .trainingLoss(batch.observations(), batch.actions(), vaeDraws)
            .named("vae_loss"));

    long targetRows = (long) config.batchSize() * config.targetSamples();
    Expr targetDraws = noise.normal("target_latent_noise", targetRows, latent);
    criticAdam.minimize(
        Losses.temporalDifference(networks.critic(), batch, targetQ(networks, batch, targetDraws))
            .named("critic_loss"));

    actorAdam.ifPresent(
        adam -> {
          Expr draws = noise.normal("actor_latent_noise", config.batchSize(), latent);
          adam.minimize(actorLoss(networks, batch, draws));
        });

    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    networks
        .perturbation()
        .ifPresent(
            net ->
                Network.softUpdate(
                    graph, net, networks.targetPerturbation().orElseThrow(), config.tau()));
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /**
   * r + gamma (1 - done) max over sampled a' of the soft clipped double Q'(s', a'), without a
   * gradient (equation 13).
   */
  private Expr targetQ(Networks networks, Batch batch, Expr draws) {
    Expr nextObservations = batch.nextObservations().repeatRows(config.targetSamples());
    Expr proposed = decode(networks, nextObservations, draws);
    Expr nextActions =
        perturb(networks.targetPerturbation(), networks, nextObservations, proposed)
            .named("next_actions");
    TwinCritic.Values next = networks.targetCritic().apply(nextObservations, nextActions);
    next.q1().named("target_q1");
    next.q2().named("target_q2");
    Expr best =
        Losses.softClippedDoubleQ(next, config.softClipLambda())
            .reshape(config.batchSize(), config.targetSamples())
            .reduceMax(1);
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), best)
        .named("target_q")
        .stopGradient();
  }

  /** -mean Q1(s, perturbed action), with a gradient only to the perturbation (equation 12). */
  private Expr actorLoss(Networks networks, Batch batch, Expr draws) {
    Expr sampled = decode(networks, batch.observations(), draws).named("sampled_actions");
    Expr perturbed =
        perturb(networks.perturbation(), networks, batch.observations(), sampled)
            .named("perturbed_actions");
    return networks
        .critic()
        .q1(batch.observations(), perturbed)
        .mean()
        .unaryMinus()
        .named("actor_loss");
  }

  /** The sampled action with the highest Q1 at one observation. */
  private Expr bestOf(Networks networks, Expr observation, Expr draws) {
    Expr observations = observation.repeatRows(config.selectSamples());
    Expr actions =
        perturb(
            networks.perturbation(), networks, observations, decode(networks, observations, draws));
    return actions.rowOfMax(networks.critic().q1(observations, actions));
  }

  private static Expr decode(Networks networks, Expr observations, Expr draws) {
    return networks.vae().decode(observations, draws.clip(-LATENT_CLIP, LATENT_CLIP));
  }

  /** clip(a + phi * max * tanh(net(s, a))); a itself without a perturbation network. */
  private Expr perturb(
      Optional<Mlp> perturbation, Networks networks, Expr observations, Expr actions) {
    double max = networks.vae().maxAction();
    return perturbation
        .map(net -> net.apply(observations.concat(actions)).tanh().times(config.phi() * max))
        .map(shift -> actions.plus(shift).clip(-max, max))
        .orElse(actions);
  }
}
