package org.spotrl.tensorflow.evaluation;

import java.util.List;
import java.util.Optional;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.SarsaBatch;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * Fitted Q evaluation (Le et al. 2019): learns Q of the policy that chooses the data's next
 * actions, see {@link org.spotrl.api.data.Dataset#withNextActions}. It trains no policy.
 *
 * <p>The learner's Q is that of the target network, which averages Q over the last updates. Metric:
 * {@code train/fqe_loss}.
 */
public final class FittedQ implements GraphAlgorithm {

  private final FittedQConfig config;

  /** Fitted Q evaluation with these settings. */
  public FittedQ(FittedQConfig config) {
    this.config = config;
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    GraphBuilder graph = context.graph();
    List<Integer> sizes =
        Mlp.sizes(
            context.shape().observationDim() + context.shape().actionDim(), config.hidden(), 1);
    Mlp q = context.networks().mlp("q", sizes);
    Mlp target = context.networks().forTargets().mlp("target_q", sizes);
    Adam adam = new Adam(graph, "q", q, config.learningRate());
    graph.beginProgram("fqe");
    adam.minimize(
        loss(q, target, context.batches().sampleWithNextActions(config.batchSize())).named("loss"));
    Network.softUpdate(graph, q, target, config.tau());
    PhaseDefinition phase =
        PhaseDefinition.uniform("fqe", config.updates(), false, graph.trainOp("update"));
    return new LearnerDefinition(
        List.of(phase),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            GraphFunction.ofPairs(
                context, "action_value", (states, actions) -> value(target, states, actions))),
        Optional.empty());
  }

  /** mean (Q(s, a) - r - gamma (1 - done) Q'(s', pi(s')))^2 (Le et al. 2019, algorithm 3). */
  private Expr loss(Mlp q, Mlp target, SarsaBatch sarsa) {
    Batch batch = sarsa.transitions();
    Expr next = value(target, batch.nextObservations(), sarsa.nextActions());
    Expr y =
        Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), next)
            .stopGradient();
    return Losses.meanSquaredError(value(q, batch.observations(), batch.actions()), y);
  }

  private static Expr value(Mlp network, Expr observations, Expr actions) {
    return network.apply(observations.concat(actions)).reshape(observations.size(0));
  }
}
