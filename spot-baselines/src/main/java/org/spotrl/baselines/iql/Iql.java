package org.spotrl.baselines.iql;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.baselines.iql.IqlConfig.Policy;
import org.spotrl.policy.GaussianFormat;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
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
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.optimizer.Adam;
import org.spotrl.tensorflow.optimizer.LearningRate;

/**
 * Implicit Q-learning (Kostrikov et al. 2022): V learns an upper expectile of Q at the data's
 * actions, Q learns from V, and the policy clones the data's actions, weighted by their advantage.
 * Q is never evaluated at actions outside of the data.
 *
 * <p>The order within an update is CORL's: all losses use V from before the update. Metrics: {@code
 * train/value_loss}, {@code train/q_loss}, {@code train/actor_loss}, {@code
 * train/actor_learning_rate}.
 */
public final class Iql implements GraphAlgorithm {

  /** The type named {@code iql}. */
  public static final ComponentType<IqlConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "iql",
          "Implicit Q-learning (Kostrikov et al. 2022).",
          IqlConfig.DEFAULTS,
          Iql::new);

  private final IqlConfig config;

  /** IQL with these settings. */
  public Iql(IqlConfig config) {
    this.config = config;
  }

  /**
   * The networks of IQL.
   *
   * @param actor maps s to the mean before tanh
   * @param logStd {@code [A]}, the same for all states; empty for a deterministic policy
   * @param value network of V(s)
   */
  private record Networks(
      Mlp actor, Optional<Variable> logStd, Mlp value, TwinCritic critic, TwinCritic targetCritic) {

    /** V(s), {@code [B]}. */
    Expr v(Expr observations) {
      return value.apply(observations).reshape(observations.size(0));
    }

    Network policy() {
      Network std = () -> logStd.stream().toList();
      return Network.of(List.of(actor, std));
    }
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    List<Integer> critic = Mlp.sizes(s + a, config.criticHidden(), 1);
    Networks networks =
        new Networks(
            context.networks().mlp("actor", Mlp.sizes(s, config.actorHidden(), a)),
            config.policy() == Policy.STOCHASTIC
                ? Optional.of(context.graph().variable("actor/log_std", () -> new float[a], a))
                : Optional.empty(),
            context.networks().mlp("value", Mlp.sizes(s, config.valueHidden(), 1)),
            context.networks().twinCritic("critic", critic, Initializer.PYTORCH),
            context
                .networks()
                .forTargets()
                .twinCritic("target_critic", critic, Initializer.PYTORCH));
    PhaseDefinition phase = writePolicyPhase(context, networks);
    PolicyDefinition policy =
        networks.logStd().isPresent() ? meanOf(networks) : PolicyDefinition.mlp(networks.actor());
    return LearnerDefinition.of(List.of(phase), policy)
        .withQ(
            GraphFunction.ofPairs(
                context,
                "action_value",
                (states, actions) -> networks.critic().apply(states, actions).min()))
        .withV(GraphFunction.ofObservations(context, "state_value", networks::v));
  }

  private PolicyDefinition meanOf(Networks networks) {
    Map<String, String> settings =
        Map.of(
            "temperature", "0",
            "log_std_min", Double.toString(config.logStdMin()),
            "log_std_max", Double.toString(config.logStdMax()));
    return PolicyDefinition.of(new GaussianFormat(), settings, networks.policy());
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    long scheduled =
        config.actorScheduleUpdates() > 0 ? config.actorScheduleUpdates() : config.updates();
    LearningRate actorRate =
        new LearningRate(config.learningRate(), config.actorSchedule(), scheduled);
    Adam valueAdam = new Adam(graph, "value", networks.value(), config.learningRate());
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), config.learningRate());
    Adam actorAdam = new Adam(graph, "actor", networks.policy(), actorRate);
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());

    Expr nextV = networks.v(batch.nextObservations()).named("next_v").stopGradient();
    Expr advantage = advantage(networks, batch);
    valueAdam.minimize(Losses.expectile(advantage, config.expectile()).mean().named("value_loss"));
    criticAdam.minimize(criticLoss(networks, batch, nextV));
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    double maxAction = context.shape().maxAction();
    actorAdam.minimize(actorLoss(networks, batch, advantage.stopGradient(), maxAction));
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /** u = min_i Q_i'(s, a) - V(s), with a gradient only to V (equation 5). */
  private static Expr advantage(Networks networks, Batch batch) {
    Expr targetQ =
        networks
            .targetCritic()
            .apply(batch.observations(), batch.actions())
            .min()
            .named("target_q");
    return targetQ.minus(networks.v(batch.observations()).named("v"));
  }

  /** Half the sum of both critics' squared errors to r + gamma (1 - done) V(s') (equation 6). */
  private Expr criticLoss(Networks networks, Batch batch, Expr nextV) {
    Expr target =
        Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), nextV)
            .named("q_target");
    return Losses.temporalDifference(networks.critic(), batch, target).times(0.5).named("q_loss");
  }

  /**
   * mean min(exp(beta u), cap) * -log pi(a | s) (equation 7); for a deterministic policy |pi(s) -
   * a|^2 in place of -log pi(a | s), summed over the action's dimensions.
   */
  private Expr actorLoss(Networks networks, Batch batch, Expr advantage, double maxAction) {
    Expr weights =
        Losses.exponentialWeights(advantage, config.beta(), config.weightCap()).named("weights");
    Expr mean = networks.actor().apply(batch.observations()).tanh().times(maxAction);
    if (networks.logStd().isEmpty()) {
      Expr error = mean.minus(batch.actions()).square().sum(1);
      return weights.times(error).mean().named("actor_loss");
    }
    Expr logStd = networks.logStd().get().value().clip(config.logStdMin(), config.logStdMax());
    Expr logPi = new DiagonalGaussian(mean, logStd).logDensity(batch.actions());
    return weights.times(logPi).mean().unaryMinus().named("actor_loss");
  }
}
