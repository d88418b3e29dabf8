package org.spotrl.tensorflow.actorcritic;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.network.Dropout;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.regularizer.ActorOutput;

/**
 * TD3: a deterministic actor with a target network (Fujimoto et al. 2018).
 *
 * <p>Dropout stays on in the target actor, as in the code of SPOT's authors.
 */
record Td3Backbone(ActorCriticConfig config, LearningContext context, Networks networks)
    implements GraphBackbone {

  @Override
  public int policyFrequency() {
    return config.policyFrequency();
  }

  /** min_i Q_i'(s', clip(pi'(s') + clip(noise))). */
  @Override
  public Expr nextValue(Expr nextObservations, NoiseSource noise) {
    double max = context.shape().maxAction();
    Expr smoothing =
        noise
            .normal("target_policy_noise", config.batchSize(), context.shape().actionDim())
            .times(config.policyNoise() * max)
            .clip(-config.noiseClip() * max, config.noiseClip() * max);
    Mlp target = networks.targetActor().orElseThrow();
    Expr nextAction =
        act(target, nextObservations, noise, "target_actor_dropout")
            .actions()
            .plus(smoothing)
            .clip(-max, max)
            .named("next_action");
    TwinCritic.Values next = networks.targetCritic().apply(nextObservations, nextAction);
    next.q1().named("target_q1");
    next.q2().named("target_q2");
    return next.min();
  }

  @Override
  public ActorOutput act(Expr observations, NoiseSource noise) {
    return act(networks.actor(), observations, noise, "actor_dropout");
  }

  private ActorOutput act(Mlp actor, Expr observations, NoiseSource noise, String dropoutName) {
    Dropout dropout = new Dropout(noise, dropoutName, config.actorDropout());
    Expr beforeTanh = actor.apply(observations, dropout);
    return ActorOutput.deterministic(beforeTanh, context.shape().maxAction());
  }

  @Override
  public Expr q(TwinCritic critic, Expr observations, Expr actions) {
    return critic.q1(observations, actions);
  }

  @Override
  public Expr objective(Expr meanQ, ActorOutput actor) {
    return meanQ;
  }

  @Override
  public void afterActor(ActorOutput actor) {}

  @Override
  public PolicyDefinition policy() {
    return PolicyDefinition.mlp(networks.actor());
  }
}
