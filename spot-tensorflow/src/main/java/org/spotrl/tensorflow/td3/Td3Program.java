package org.spotrl.tensorflow.td3;

import java.util.Map;
import java.util.function.LongFunction;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.network.Dropout;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.optimizer.Adam;
import org.spotrl.tensorflow.regularizer.GraphRegularizer;

/** Writes the policy phase of TD3 into a graph. */
final class Td3Program {

  private final Td3Config config;
  private final LearningContext context;
  private final GraphBuilder graph;
  private final Td3Networks networks;
  private final GraphRegularizer regularizer;

  Td3Program(
      Td3Config config,
      LearningContext context,
      Td3Networks networks,
      GraphRegularizer regularizer) {
    this.config = config;
    this.context = context;
    this.graph = context.graph();
    this.networks = networks;
    this.regularizer = regularizer;
  }

  /**
   * Each update trains the critic; every {@code policy_frequency}-th also trains the actor and
   * soft-updates the targets.
   */
  PhaseDefinition write() {
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), config.criticLearningRate());
    Adam actorAdam = new Adam(graph, "actor", networks.actor(), config.actorLearningRate());
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();

    criticAdam.minimize(
        Losses.temporalDifference(networks.critic(), batch, targetQ(batch, noise))
            .named("critic_loss"));
    TrainOp critic = graph.trainOp("critic");

    actorAdam.minimize(actorLoss(batch, noise));
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    Network.softUpdate(graph, networks.actor(), networks.targetActor(), config.tau());
    TrainOp both = graph.trainOp("critic_and_actor");

    LongFunction<TrainOp> trainOpOf = n -> n % config.policyFrequency() == 0 ? both : critic;
    Map<String, Double> limits =
        config.divergenceLimit() > 0 ? Map.of("train/q_mean", config.divergenceLimit()) : Map.of();
    return PhaseDefinition.ofPolicy("policy", config.updates(), trainOpOf, limits);
  }

  /**
   * y = r + gamma (1 - done) min_i Q_i'(s', clip(pi'(s') + clip(noise))), without a gradient.
   * Dropout stays on in the target actor, as in the authors' code.
   */
  private Expr targetQ(Batch batch, NoiseSource noise) {
    double max = context.shape().maxAction();
    Expr smoothing =
        noise
            .normal("target_policy_noise", config.batchSize(), context.shape().actionDim())
            .times(config.policyNoise() * max)
            .clip(-config.noiseClip() * max, config.noiseClip() * max);
    Expr nextAction =
        policy(networks.targetActor(), batch.nextObservations(), noise, "target_actor_dropout")
            .plus(smoothing)
            .clip(-max, max)
            .named("next_action");
    TwinCritic.Values next = networks.targetCritic().apply(batch.nextObservations(), nextAction);
    next.q1().named("target_q1");
    next.q2().named("target_q2");
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), next.min())
        .named("target_q")
        .stopGradient();
  }

  /** -alpha Q(s, pi(s)) / mean |Q| + lambda (-log beta(pi(s) | s)), means over the batch. */
  private Expr actorLoss(Batch batch, NoiseSource noise) {
    Expr pi = policy(networks.actor(), batch.observations(), noise, "actor_dropout").named("pi");
    Expr q = networks.critic().q1(batch.observations(), pi).named("q_pi");
    Expr normalizedQ = q.mean().named("q_mean").times(weightOf(q));
    Expr penalty = regularizer.penalty(batch, pi, noise);
    return normalizedQ.unaryMinus().plus(penalty.times(regularizer.lambda())).named("actor_loss");
  }

  /** alpha / mean |Q|, without a gradient; alpha if Q normalisation is off. */
  private Expr weightOf(Expr q) {
    Expr alpha = graph.constant(regularizer.alpha());
    Expr weight = config.qNormalization() ? alpha.div(q.abs().mean().stopGradient()) : alpha;
    return weight.named("q_weight");
  }

  private Expr policy(Mlp actor, Expr observations, NoiseSource noise, String dropoutName) {
    Dropout dropout = new Dropout(noise, dropoutName, config.actorDropout());
    return actor.apply(observations, dropout).tanh().times(context.shape().maxAction());
  }
}
