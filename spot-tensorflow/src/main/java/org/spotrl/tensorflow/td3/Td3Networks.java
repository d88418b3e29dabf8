package org.spotrl.tensorflow.td3;

import java.util.List;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Initializer;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.network.TwinCritic;

/**
 * The networks of TD3; the target networks start as copies.
 *
 * @param actor maps s to the action before tanh
 * @param critic two estimates of Q(s, a)
 * @param targetActor target network of the actor
 * @param targetCritic target network of the critic
 */
record Td3Networks(Mlp actor, TwinCritic critic, Mlp targetActor, TwinCritic targetCritic) {

  static Td3Networks create(Td3Config config, LearningContext context) {
    NetworkFactory networks = context.networks();
    NetworkFactory targets = networks.forTargets();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    List<Integer> actorSizes = Mlp.sizes(s, config.actorHidden(), a);
    List<Integer> criticSizes = Mlp.sizes(s + a, config.criticHidden(), 1);
    Initializer actorLast = Initializer.uniformOrDefault(config.actorInitW());
    Initializer criticLast = Initializer.uniformOrDefault(config.criticInitW());
    return new Td3Networks(
        networks.mlp("actor", actorSizes, Initializer.PYTORCH, actorLast),
        networks.twinCritic("critic", criticSizes, criticLast),
        targets.mlp("target_actor", actorSizes, Initializer.PYTORCH, actorLast),
        targets.twinCritic("target_critic", criticSizes, criticLast));
  }
}
