package org.spotrl.tensorflow.td3;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.UpdateKind;
import org.spotrl.tensorflow.network.Dropout;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.TargetNetworks;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.optimizer.Adam;
import org.spotrl.tensorflow.regularizer.ActorPenalty;
import org.spotrl.tensorflow.regularizer.ActorRegularization;

/** The policy phase of TD3, written into a graph. */
final class Td3Program {

  private final Td3Config config;
  private final LearningContext context;
  private final GraphBuilder graph;
  private final Td3Networks networks;
  private final ActorRegularization regularization;
  private final Map<String, String> metrics = new HashMap<>();

  Td3Program(
      Td3Config config,
      LearningContext context,
      Td3Networks networks,
      ActorRegularization regularization) {
    this.config = config;
    this.context = context;
    this.graph = context.graph();
    this.networks = networks;
    this.regularization = regularization;
  }

  /** Each update trains the critic; every second one also the actor, and moves the targets. */
  PhaseDefinition write() {
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), config.criticLearningRate());
    Adam actorAdam = new Adam(graph, "actor", networks.actor(), config.actorLearningRate());
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();

    criticAdam.minimize(criticLoss(batch, targetQ(batch, noise)));
    UpdateKind critic = new UpdateKind(graph.milestone("critic"), metrics);

    actorAdam.minimize(actorLoss(batch, noise));
    TargetNetworks.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    TargetNetworks.softUpdate(graph, networks.actor(), networks.targetActor(), config.tau());
    UpdateKind both = new UpdateKind(graph.milestone("critic_and_actor"), metrics);

    LongFunction<UpdateKind> kindOf = n -> n % config.policyFrequency() == 0 ? both : critic;
    Map<String, Double> limits =
        config.divergenceLimit() > 0 ? Map.of("train/q", config.divergenceLimit()) : Map.of();
    return new PhaseDefinition("policy", config.updates(), true, kindOf, limits);
  }

  /**
   * y = r + gamma (1 - done) min_i Q_i'(s', clip(pi'(s') + clip(noise))), without gradient; the
   * target actor keeps its dropout, as the authors' does.
   */
  private Expr targetQ(Batch batch, NoiseSource noise) {
    double max = context.maxAction();
    Expr draws = noise.normal("target_policy_noise", config.batchSize(), context.actionDim());
    Expr smoothing =
        draws
            .times(config.policyNoise() * max)
            .clip(-config.noiseClip() * max, config.noiseClip() * max);
    Expr nextAction =
        policy(networks.targetActor(), batch.nextObservations(), noise, "target_actor_dropout")
            .plus(smoothing)
            .clip(-max, max);
    TwinCritic.Values next = networks.targetCritic().apply(batch.nextObservations(), nextAction);
    Expr target = batch.rewards().plus(batch.notDone().times(config.discount()).times(next.min()));
    graph.observe("next_action", nextAction);
    graph.observe("target_q1", next.q1());
    graph.observe("target_q2", next.q2());
    graph.observe("target_q", target);
    return target.stopGradient();
  }

  /** mean (Q1(s, a) - y)^2 + mean (Q2(s, a) - y)^2. */
  private Expr criticLoss(Batch batch, Expr targetQ) {
    TwinCritic.Values q = networks.critic().apply(batch.observations(), batch.actions());
    Expr loss = q.q1().minus(targetQ).square().mean().plus(q.q2().minus(targetQ).square().mean());
    graph.observe("q1", q.q1());
    graph.observe("q2", q.q2());
    metrics.put("train/critic_loss", graph.observe("critic_loss", loss));
    return loss;
  }

  /** - weight / mean |Q| * mean Q(s, pi(s)) + penalty, with the critic just updated. */
  private Expr actorLoss(Batch batch, NoiseSource noise) {
    Expr pi = policy(networks.actor(), batch.observations(), noise, "actor_dropout");
    Expr q = networks.critic().q1(batch.observations(), pi);
    Expr qMean = q.mean();
    Expr weight = graph.constant(regularization.qWeight());
    if (config.qNormalization()) {
      weight = weight.div(q.abs().mean().stopGradient());
    }
    ActorPenalty penalty = regularization.penalty(batch, pi, noise);
    Expr loss = penalty.loss().minus(weight.times(qMean));
    graph.observe("pi", pi);
    graph.observe("q_pi", q);
    graph.observe("q_weight", weight);
    metrics.put("train/q", graph.observe("q_mean", qMean));
    metrics.put("train/actor_loss", graph.observe("actor_loss", loss));
    report(penalty);
    return loss;
  }

  private Expr policy(Mlp actor, Expr observations, NoiseSource noise, String dropoutName) {
    Dropout dropout = new Dropout(noise, dropoutName, config.actorDropout());
    return actor.apply(observations, dropout).tanh().times(context.maxAction());
  }

  private void report(ActorPenalty penalty) {
    Map<String, String> names = new HashMap<>();
    penalty.observables().forEach((name, value) -> names.put(name, graph.observe(name, value)));
    penalty
        .metrics()
        .forEach((metric, name) -> metrics.put("train/" + metric, names.getOrDefault(name, name)));
  }
}
