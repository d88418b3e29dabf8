package org.spotrl.baselines.plas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.policy.LatentFormat;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.density.cvae.CvaeNetwork;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.input.Batch;
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
 * Policy in the latent action space (Zhou et al. 2020): the policy chooses a latent of a VAE that
 * was trained before, and the frozen decoder turns it into an action like the data's. With {@code
 * phi > 0} a second network may move the decoded action a little.
 *
 * <p>Metrics: {@code train/density_loss} of the VAE, {@code train/critic_loss}, {@code
 * train/actor_loss}.
 */
public final class Plas implements GraphAlgorithm {

  /** The type named {@code plas}. */
  public static final ComponentType<PlasConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "plas",
          "Policy in the latent action space (Zhou et al. 2020).",
          PlasConfig.DEFAULTS,
          Plas::new);

  private final PlasConfig config;

  /** PLAS with these settings. */
  public Plas(PlasConfig config) {
    this.config = config;
  }

  /**
   * The policy: observation to latent, and the perturbation network if there is one; both before
   * tanh.
   */
  private record Actor(Mlp latent, Optional<Mlp> perturbation) implements Network {

    @Override
    public List<Variable> parameters() {
      List<Network> networks = new ArrayList<>(List.of(latent));
      perturbation.ifPresent(networks::add);
      return Network.of(networks).parameters();
    }
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    CvaeConfig vaeConfig =
        CvaeConfig.builder()
            .hidden(config.vaeHidden())
            .latentDim(config.latentDim())
            .beta(config.beta())
            .learningRate(config.vaeLearningRate())
            .updates(config.vaeUpdates())
            .batchSize(config.batchSize())
            .build();
    CvaeNetwork vae = CvaeNetwork.create(vaeConfig, context);
    Cvae density = Cvae.of(vaeConfig, vae);
    NetworkFactory networks = context.networks();
    NetworkFactory targets = networks.forTargets();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    List<Integer> critics = Mlp.sizes(s + a, config.criticHidden(), 1);
    Actor actor = actor(networks, "", s, a, vae.latentDim());
    TwinCritic critic = networks.twinCritic("critic", critics, Initializer.PYTORCH);
    List<PhaseDefinition> phases = new ArrayList<>(density.writeTraining(context));
    phases.add(
        writePolicyPhase(
            context,
            vae,
            actor,
            critic,
            actor(targets, "target_", s, a, vae.latentDim()),
            targets.twinCritic("target_critic", critics, Initializer.PYTORCH)));
    Map<String, String> settings =
        Map.of(
            "max_latent", Double.toString(config.maxLatent()),
            "phi", Double.toString(config.phi()));
    return LearnerDefinition.of(
            phases, PolicyDefinition.of(new LatentFormat(), settings, actor, vae.decoder()))
        .withDensity(density.writeLogDensity(context))
        .withQ(GraphFunction.ofPairs(context, "action_value", critic::q1));
  }

  private Actor actor(NetworkFactory networks, String prefix, int s, int a, int latentDim) {
    Mlp latent =
        networks.mlp(prefix + "latent_actor", Mlp.sizes(s, config.actorHidden(), latentDim));
    List<Integer> perturbation = Mlp.sizes(s + a, config.actorHidden(), a);
    return new Actor(
        latent,
        config.phi() > 0
            ? Optional.of(networks.mlp(prefix + "perturbation", perturbation))
            : Optional.empty());
  }

  private PhaseDefinition writePolicyPhase(
      LearningContext context,
      CvaeNetwork vae,
      Actor actor,
      TwinCritic critic,
      Actor targetActor,
      TwinCritic targetCritic) {
    GraphBuilder graph = context.graph();
    Adam criticAdam = new Adam(graph, "critic", critic, config.criticLearningRate());
    Adam actorAdam = new Adam(graph, "actor", actor, config.actorLearningRate());
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());

    Expr nextAction = act(targetActor, vae, batch.nextObservations()).named("next_action");
    TwinCritic.Values next = targetCritic.apply(batch.nextObservations(), nextAction);
    next.q1().named("target_q1");
    next.q2().named("target_q2");
    criticAdam.minimize(
        Losses.temporalDifference(critic, batch, targetQ(batch, next)).named("critic_loss"));
    actorAdam.minimize(actorLoss(actor, vae, critic, batch));

    Network.softUpdate(graph, critic, targetCritic, config.tau());
    Network.softUpdate(graph, actor, targetActor, config.tau());
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /** r + gamma (1 - done) of the soft clipped double Q'(s', a'), without gradient. */
  private Expr targetQ(Batch batch, TwinCritic.Values next) {
    Expr value = Losses.softClippedDoubleQ(next, config.softClipLambda());
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), value)
        .named("target_q")
        .stopGradient();
  }

  /** -mean Q1(s, decode(s, pi(s))). */
  private Expr actorLoss(Actor actor, CvaeNetwork vae, TwinCritic critic, Batch batch) {
    Expr latent = latent(actor, batch.observations()).named("latent_action");
    Expr decoded = vae.decode(batch.observations(), latent).named("mid_action");
    Expr action = perturb(actor, vae, batch.observations(), decoded).named("action");
    return critic.q1(batch.observations(), action).mean().unaryMinus().named("actor_loss");
  }

  private Expr act(Actor actor, CvaeNetwork vae, Expr observations) {
    Expr decoded = vae.decode(observations, latent(actor, observations));
    return perturb(actor, vae, observations, decoded);
  }

  private Expr latent(Actor actor, Expr observations) {
    return actor.latent().apply(observations).tanh().times(config.maxLatent());
  }

  /** clip(a + phi tanh(net(s, a))); a itself without a perturbation network. */
  private Expr perturb(Actor actor, CvaeNetwork vae, Expr observations, Expr actions) {
    return actor
        .perturbation()
        .map(net -> net.apply(observations.concat(actions)).tanh().times(config.phi()))
        .map(shift -> actions.plus(shift).clip(-vae.maxAction(), vae.maxAction()))
        .orElse(actions);
  }
}
