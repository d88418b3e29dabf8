package org.spotrl.tensorflow.actorcritic;

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
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.optimizer.Adam;
import org.spotrl.tensorflow.regularizer.ActorOutput;
import org.spotrl.tensorflow.regularizer.GraphRegularizer;
import org.spotrl.tensorflow.regularizer.LambdaSchedule;

/** Writes the policy phase of an actor-critic into a graph. */
final class ActorCriticProgram {

  private final ActorCriticConfig config;
  private final LearningContext context;
  private final GraphBuilder graph;
  private final Networks networks;
  private final GraphBackbone backbone;
  private final GraphRegularizer regularizer;

  ActorCriticProgram(
      ActorCriticConfig config,
      LearningContext context,
      Networks networks,
      GraphBackbone backbone,
      GraphRegularizer regularizer) {
    this.config = config;
    this.context = context;
    this.graph = context.graph();
    this.networks = networks;
    this.backbone = backbone;
    this.regularizer = regularizer;
  }

  /**
   * Each update trains the critic; each {@code policy_frequency}-th, for SAC each, also trains the
   * actor and soft-updates the targets.
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

    ActorOutput actor = backbone.act(batch.observations(), noise);
    actorAdam.minimize(actorLoss(batch, actor, noise));
    backbone.afterActor(actor);
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    networks
        .targetActor()
        .ifPresent(target -> Network.softUpdate(graph, networks.actor(), target, config.tau()));
    TrainOp both = graph.trainOp("critic_and_actor");

    int frequency = backbone.policyFrequency();
    LongFunction<TrainOp> trainOpOf = n -> n % frequency == 0 ? both : critic;
    Map<String, Double> limits =
        config.divergenceLimit() > 0 ? Map.of("train/q_mean", config.divergenceLimit()) : Map.of();
    return PhaseDefinition.ofPolicy("policy", config.updates(), trainOpOf, limits);
  }

  /** y = r + gamma (1 - done) V'(s'), without a gradient. */
  private Expr targetQ(Batch batch, NoiseSource noise) {
    Expr next = backbone.nextValue(batch.nextObservations(), noise);
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), next)
        .named("target_q")
        .stopGradient();
  }

  /**
   * -alpha Q(s, a) / mean |Q| + lambda penalty, means over the batch. For TD3 a = pi(s); for SAC a
   * is a sample of pi, and the weighted entropy is added to Q before the division.
   */
  private Expr actorLoss(Batch batch, ActorOutput actor, NoiseSource noise) {
    Expr pi = actor.actions().named("pi");
    Expr q = backbone.q(networks.critic(), batch.observations(), pi).named("q_pi");
    Expr objective = backbone.objective(q.mean().named("q_mean"), actor).times(weightOf(q));
    Expr penalty = regularizer.penalty(batch, actor, noise);
    return objective.unaryMinus().plus(weighted(penalty)).named("actor_loss");
  }

  /** alpha / mean |Q|, without a gradient; alpha if Q normalisation is off. */
  private Expr weightOf(Expr q) {
    Expr alpha = graph.constant(regularizer.alpha());
    Expr weight = config.qNormalization() ? alpha.div(q.abs().mean().stopGradient()) : alpha;
    return weight.named("q_weight");
  }

  /** lambda times the penalty; a lambda that changes is a metric. */
  private Expr weighted(Expr penalty) {
    LambdaSchedule lambda = regularizer.lambda().over(config.updates());
    return lambda.isConstant()
        ? penalty.times(lambda.lambda())
        : penalty.times(lambda.at(graph, graph.currentProgram().step()).named("lambda"));
  }
}
