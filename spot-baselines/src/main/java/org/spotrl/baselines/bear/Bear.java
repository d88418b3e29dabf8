package org.spotrl.baselines.bear;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.policy.BestOfSamplesFormat;
import org.spotrl.policy.SquashedGaussianFormat;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.density.cvae.CvaeNetwork;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
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
import org.spotrl.tensorflow.network.Linear;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.optimizer.Adam;
import org.spotrl.tensorflow.regularizer.MmdRegularizer;

/**
 * Bootstrapping error accumulation reduction (Kumar et al. 2019): an actor-critic whose policy
 * stays close to the data in maximum mean discrepancy (MMD) between its samples and those of a VAE.
 * The policy acts by the best of several samples.
 *
 * <p>The VAE is trained in the same updates: it goes first, and the others use it as updated.
 * Metrics: {@code train/vae_loss}, {@code train/critic_loss}, {@code train/actor_loss}, {@code
 * train/mmd_mean}, and the weight of the discrepancy, {@code train/mmd_weight}, where it is learnt.
 */
public final class Bear implements GraphAlgorithm {

  /** The type named {@code bear}. */
  public static final ComponentType<BearConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "bear",
          "Bootstrapping error accumulation reduction (Kumar et al. 2019).",
          BearConfig.DEFAULTS,
          Bear::new);

  private final BearConfig config;

  /** BEAR with these settings. */
  public Bear(BearConfig config) {
    this.config = config;
  }

  /** The policy before tanh: a trunk with heads for mean and log standard deviation. */
  private record Actor(Mlp trunk, Linear mean, Linear logStd) implements Network {

    static Actor create(NetworkFactory networks, String name, List<Integer> trunk, int actionDim) {
      Mlp layers = networks.alignedTrunk(name, trunk);
      return new Actor(
          layers,
          networks.head(layers, name + "/mean", actionDim),
          networks.head(layers, name + "/log_std", actionDim));
    }

    DiagonalGaussian at(Expr observations) {
      Expr features = trunk.features(observations);
      return new DiagonalGaussian(mean.apply(features), logStd.apply(features));
    }

    @Override
    public List<Variable> parameters() {
      return Network.of(List.of(trunk, mean, logStd)).parameters();
    }
  }

  private record Networks(
      CvaeNetwork vae,
      Actor actor,
      TwinCritic critic,
      Actor targetActor,
      TwinCritic targetCritic,
      double maxAction) {}

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
    int a = context.shape().actionDim();
    ActingProgram acting =
        ActingProgram.write(
            context,
            config.selectSamples(),
            a,
            (observation, draws) -> bestOf(networks, observation, draws));
    Map<String, String> settings =
        Map.of(
            "samples",
            Integer.toString(config.selectSamples()),
            "proposals",
            SquashedGaussianFormat.NAME,
            "log_std_min",
            "-Infinity",
            "log_std_max",
            "Infinity");
    PolicyDefinition policy =
        PolicyDefinition.of(
                new BestOfSamplesFormat(), settings, networks.actor(), networks.critic().q1())
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
    List<Integer> trunk = new ArrayList<>(List.of(s));
    trunk.addAll(config.actorHidden());
    List<Integer> critic = Mlp.sizes(s + a, config.criticHidden(), 1);
    return new Networks(
        CvaeNetwork.create(vae, context),
        Actor.create(networks, "actor", trunk, a),
        networks.twinCritic("critic", critic, Initializer.PYTORCH),
        Actor.create(targets, "target_actor", trunk, a),
        targets.twinCritic("target_critic", critic, Initializer.PYTORCH),
        context.shape().maxAction());
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    double rate = config.learningRate();
    Adam vaeAdam = new Adam(graph, "vae", networks.vae(), rate);
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), rate);
    Adam actorAdam = new Adam(graph, "actor", networks.actor(), rate);
    Optional<MmdWeight> learnt =
        config.mmdWeight() > 0 ? Optional.empty() : Optional.of(MmdWeight.create(context, rate));
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();
    long latent = networks.vae().latentDim();

    Expr vaeDraws = noise.normal("vae_noise", batch.size(), latent);
    vaeAdam.minimize(
        networks
            .vae()
            .trainingLoss(batch.observations(), batch.actions(), vaeDraws)
            .named("vae_loss"));
    criticAdam.minimize(
        Losses.temporalDifference(networks.critic(), batch, targetQ(networks, batch, noise))
            .named("critic_loss"));

    Match match = match(networks, batch, noise);
    Expr q = match.q();
    Expr mmd = match.mmd();
    Expr warmedUp = graph.afterUpdates(config.warmStartUpdates());
    Expr weight = learnt.map(MmdWeight::value).orElseGet(() -> graph.constant(config.mmdWeight()));
    actorAdam.minimize(
        mmd.times(weight.stopGradient()).minus(q.times(warmedUp)).mean().named("actor_loss"));
    learnt.ifPresent(each -> each.ascend(q, mmd, config.mmdThreshold()));
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    Network.softUpdate(graph, networks.actor(), networks.targetActor(), config.tau());
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /**
   * r + gamma (1 - done) max over sampled a' of the soft clipped double Q'(s', a'), without
   * gradient.
   */
  private Expr targetQ(Networks networks, Batch batch, NoiseSource noise) {
    int samples = config.targetSamples();
    Expr nextObservations = batch.nextObservations().repeatRows(samples);
    DiagonalGaussian next = networks.targetActor().at(nextObservations);
    Expr draws = noise.normal("target_actor_noise", next.mean().shape().asArray());
    Expr actions = squash(networks, next.sample(draws));
    TwinCritic.Values values = networks.targetCritic().apply(nextObservations, actions);
    Expr best =
        Losses.softClippedDoubleQ(values, config.softClipLambda())
            .reshape(batch.size(), samples)
            .reduceMax(1);
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), best)
        .named("target_q")
        .stopGradient();
  }

  /**
   * What the policy's samples are worth and how far they are from the data's.
   *
   * @param q the smaller of both critics' means over the samples, {@code [B]}
   * @param mmd discrepancy from the VAE's samples, before tanh, {@code [B]}
   */
  private record Match(Expr q, Expr mmd) {}

  private Match match(Networks networks, Batch batch, NoiseSource noise) {
    int n = config.matchSamples();
    long rows = batch.size();
    long a = batch.actions().size(1);
    long latent = networks.vae().latentDim();
    Expr observations = batch.observations().repeatRows(n);
    Expr z = clipped(noise.normal("match_latent_noise", rows, n, latent));
    Expr fromData =
        networks
            .vae()
            .decodeBeforeTanh(batch.observations(), z)
            .named("raw_vae_actions")
            .stopGradient();
    DiagonalGaussian pi = networks.actor().at(batch.observations());
    Expr fromPolicy =
        pi.samples(clipped(noise.normal("match_actor_noise", rows, n, a)))
            .named("raw_actor_actions");
    Expr mmd =
        Losses.maximumMeanDiscrepancy(fromData, fromPolicy, config.kernel(), config.sigma())
            .named("mmd");
    mmd.mean().named("mmd_mean");
    Expr actions = squash(networks, fromPolicy.reshape(rows * n, a));
    TwinCritic.Values q = networks.critic().apply(observations, actions);
    Expr q1 = q.q1().reshape(rows, n).mean(1);
    return new Match(q1.min(q.q2().reshape(rows, n).mean(1)), mmd);
  }

  private static Expr clipped(Expr draws) {
    return draws.clip(-MmdRegularizer.DRAW_CLIP, MmdRegularizer.DRAW_CLIP);
  }

  private static Expr squash(Networks networks, Expr beforeTanh) {
    return beforeTanh.tanh().times(networks.maxAction());
  }

  /** Of the policy's samples at one observation the one with the greatest Q1. */
  private Expr bestOf(Networks networks, Expr observation, Expr draws) {
    Expr observations = observation.repeatRows(config.selectSamples());
    Expr actions = squash(networks, networks.actor().at(observations).sample(draws));
    return actions.rowOfMax(networks.critic().q1(observations, actions));
  }
}
