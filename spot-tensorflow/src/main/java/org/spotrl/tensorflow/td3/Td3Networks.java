package org.spotrl.tensorflow.td3;

import java.util.List;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Initialization;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.TwinCritic;

/**
 * The networks of TD3; the targets start equal to the networks they follow.
 *
 * @param actor s to the action before tanh
 * @param critic two estimates of Q(s, a)
 * @param targetActor follows the actor
 * @param targetCritic follows the critic
 */
record Td3Networks(Mlp actor, TwinCritic critic, Mlp targetActor, TwinCritic targetCritic) {

  static Td3Networks create(Td3Config config, LearningContext context) {
    GraphBuilder graph = context.graph();
    Initialization init = context.initialization();
    int s = context.observationDim();
    int a = context.actionDim();
    List<Integer> actorSizes = Mlp.sizes(s, config.actorHidden(), a);
    List<Integer> criticSizes = Mlp.sizes(s + a, config.criticHidden(), 1);
    Initialization likeOnline = init.withoutPrefix("target_");
    return new Td3Networks(
        Mlp.create(graph, init, "actor", actorSizes, config.actorInitW()),
        TwinCritic.create(graph, init, "critic", criticSizes, config.criticInitW()),
        Mlp.create(graph, likeOnline, "target_actor", actorSizes, config.actorInitW()),
        TwinCritic.create(graph, likeOnline, "target_critic", criticSizes, config.criticInitW()));
  }
}
