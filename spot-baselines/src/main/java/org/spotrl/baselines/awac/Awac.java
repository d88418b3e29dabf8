package org.spotrl.baselines.awac;

import java.util.List;
import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.policy.GaussianFormat;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
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
 * Advantage-weighted actor-critic (Nair et al. 2020) in CORL's form: the critics learn from actions
 * that the policy draws, and the policy clones the data's actions, weighted by exp(advantage /
 * lambda).
 *
 * <p>The policy is a normal distribution whose mean is not squashed; samples are clipped to the
 * range of actions. Metrics: {@code train/critic_loss}, {@code train/actor_loss}.
 */
public final class Awac implements GraphAlgorithm {

  /** The type named {@code awac}. */
  public static final ComponentType<AwacConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "awac",
          "Advantage-weighted actor-critic (Nair et al. 2020).",
          AwacConfig.DEFAULTS,
          Awac::new);

  private final AwacConfig config;

  /** AWAC with these settings. */
  public Awac(AwacConfig config) {
    this.config = config;
  }

  /**
   * The networks of AWAC.
   *
   * @param mean observation to the policy's mean
   * @param logStd {@code [A]}, the same at all states
   */
  private record Networks(Mlp mean, Variable logStd, TwinCritic critic, TwinCritic targetCritic) {

    Network policy() {
      Network std = () -> List.of(logStd);
      return Network.of(List.of(std, mean));
    }
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    NetworkFactory factory = context.networks();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    List<Integer> critic = Mlp.sizes(s + a, config.criticHidden(), 1);
    Networks networks =
        new Networks(
            factory.mlp("actor", Mlp.sizes(s, config.actorHidden(), a)),
            context.graph().variable("actor/log_std", () -> new float[a], a),
            factory.twinCritic("critic", critic, Initializer.PYTORCH),
            factory.forTargets().twinCritic("target_critic", critic, Initializer.PYTORCH));
    PhaseDefinition phase = writePolicyPhase(context, networks);
    Map<String, String> settings =
        Map.of(
            "mean",
            "unsquashed",
            "temperature",
            "0",
            "log_std_min",
            Double.toString(config.logStdMin()),
            "log_std_max",
            Double.toString(config.logStdMax()));
    return LearnerDefinition.of(
            List.of(phase), PolicyDefinition.of(new GaussianFormat(), settings, networks.policy()))
        .withQ(
            GraphFunction.ofPairs(
                context,
                "action_value",
                (states, actions) -> networks.critic().apply(states, actions).min()));
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), config.learningRate());
    Adam actorAdam = new Adam(graph, "actor", networks.policy(), config.learningRate());
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();
    double maxAction = context.shape().maxAction();
    Expr targetNoise = noise.normal("target_action_noise", batch.actions().shape().asArray());
    Expr actorNoise = noise.normal("actor_action_noise", batch.actions().shape().asArray());

    Expr nextActions =
        sample(pi(networks, batch.nextObservations()), targetNoise, maxAction)
            .named("next_actions");
    criticAdam.minimize(
        Losses.temporalDifference(networks.critic(), batch, targetQ(networks, batch, nextActions))
            .named("critic_loss"));
    DiagonalGaussian pi = pi(networks, batch.observations());
    Expr policyActions = sample(pi, actorNoise, maxAction).named("policy_actions");
    actorAdam.minimize(actorLoss(pi, advantage(networks, batch, policyActions), batch.actions()));
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /** pi(. | s) at observations {@code [B, S]}. */
  private DiagonalGaussian pi(Networks networks, Expr observations) {
    return new DiagonalGaussian(
        networks.mean().apply(observations),
        networks.logStd().value().clip(config.logStdMin(), config.logStdMax()));
  }

  private static Expr sample(DiagonalGaussian pi, Expr draws, double maxAction) {
    return pi.sample(draws).clip(-maxAction, maxAction);
  }

  /** r + gamma (1 - done) min_i Q_i'(s', a'), without gradient. */
  private Expr targetQ(Networks networks, Batch batch, Expr nextActions) {
    Expr next = networks.targetCritic().apply(batch.nextObservations(), nextActions).min();
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), next)
        .named("target_q")
        .stopGradient();
  }

  /** min_i Q_i(s, a) - min_i Q_i(s, pi): by the critics just updated, not by their targets. */
  private static Expr advantage(Networks networks, Batch batch, Expr policyActions) {
    Expr q = networks.critic().apply(batch.observations(), batch.actions()).min();
    Expr v = networks.critic().apply(batch.observations(), policyActions).min();
    return q.minus(v).stopGradient();
  }

  /** mean min(exp(advantage / lambda), cap) * -log pi(a | s). */
  private Expr actorLoss(DiagonalGaussian pi, Expr advantage, Expr actions) {
    Expr weights =
        Losses.exponentialWeights(advantage, 1 / config.lambda(), config.weightCap())
            .named("weights");
    return weights.times(pi.logDensity(actions)).mean().unaryMinus().named("actor_loss");
  }
}
