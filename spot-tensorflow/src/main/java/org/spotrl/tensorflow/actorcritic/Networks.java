package org.spotrl.tensorflow.actorcritic;

import java.util.List;
import java.util.Optional;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Initializer;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.network.TwinCritic;

/**
 * The networks of an actor-critic; the target networks start as copies.
 *
 * @param actor maps s to the action before tanh; for SAC to its mean and log standard deviation
 *     side by side, {@code [2A]}
 * @param critic two estimates of Q(s, a)
 * @param targetActor target network of the actor; SAC has none
 * @param targetCritic target network of the critic
 */
record Networks(Mlp actor, TwinCritic critic, Optional<Mlp> targetActor, TwinCritic targetCritic) {

  static Networks create(ActorCriticConfig config, LearningContext context) {
    NetworkFactory networks = context.networks();
    NetworkFactory targets = networks.forTargets();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    boolean stochastic = config.backbone() == Backbone.SAC;
    List<Integer> actorSizes = Mlp.sizes(s, config.actorHidden(), stochastic ? 2 * a : a);
    List<Integer> criticSizes = Mlp.sizes(s + a, config.criticHidden(), 1);
    Initializer actorLast = Initializer.uniformOrDefault(config.actorInitW());
    Initializer criticLast = Initializer.uniformOrDefault(config.criticInitW());
    return new Networks(
        networks.mlp("actor", actorSizes, Initializer.PYTORCH, actorLast),
        networks.twinCritic("critic", criticSizes, criticLast),
        stochastic
            ? Optional.empty()
            : Optional.of(targets.mlp("target_actor", actorSizes, Initializer.PYTORCH, actorLast)),
        targets.twinCritic("target_critic", criticSizes, criticLast));
  }
}
