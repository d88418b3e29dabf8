package org.spotrl.baselines.cloning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.UpdateKind;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * Behaviour cloning: a deterministic policy learns the data's actions by their mean squared error.
 *
 * <p>Rewards and next observations are not looked at. Metric: {@code train/actor_loss}, the mean
 * squared error over batch and action dimensions.
 */
public final class BehaviorCloning implements GraphAlgorithm {

  /** The kind named {@code behavior-cloning}. */
  public static final ComponentType<BehaviorCloningConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "behavior-cloning",
          "Supervised learning of the data's actions (BC).",
          BehaviorCloningConfig.DEFAULTS,
          BehaviorCloning::new);

  private final BehaviorCloningConfig config;

  /** Behaviour cloning with these settings. */
  public BehaviorCloning(BehaviorCloningConfig config) {
    this.config = config;
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    GraphBuilder graph = context.graph();
    List<Integer> sizes = Mlp.sizes(context.observationDim(), config.hidden(), context.actionDim());
    Mlp actor = Mlp.create(graph, context.initialization(), "actor", sizes, 0);
    Adam adam = new Adam(graph, "actor", actor, config.learningRate());
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());

    Expr pi = actor.apply(batch.observations()).tanh().times(context.maxAction());
    Expr loss = meanSquaredError(pi, batch.actions());
    adam.minimize(loss);

    graph.observe("pi", pi);
    Map<String, String> metrics = Map.of("train/actor_loss", graph.observe("actor_loss", loss));
    UpdateKind kind = new UpdateKind(graph.milestone("update"), metrics);
    PhaseDefinition phase = PhaseDefinition.uniform("policy", config.updates(), true, kind);
    return new LearnerDefinition(List.of(phase), actor, Optional.empty(), Optional.empty());
  }

  /** mean (pi(s) - a)^2 over batch and action dimensions. */
  static Expr meanSquaredError(Expr policyActions, Expr dataActions) {
    return policyActions.minus(dataActions).square().mean();
  }
}
