package org.spotrl.baselines.cloning;

import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.NetworkTraining;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * Behaviour cloning: trains a deterministic policy on the data's actions with the mean squared
 * error.
 *
 * <p>It does not use rewards or next observations. Metric: {@code train/actor_loss}, the mean
 * squared error over batch and action dimensions.
 */
public final class BehaviorCloning implements GraphAlgorithm {

  /** The type named {@code behavior-cloning}. */
  public static final ComponentType<BehaviorCloningConfig, Algorithm> TYPE =
      new ComponentType<>(
              Algorithm.class,
              "behavior-cloning",
              "Behaviour cloning: supervised learning of the data's actions (BC).",
              BehaviorCloningConfig.DEFAULTS,
              BehaviorCloning::new)
          .labelled(config -> "bc");

  private final BehaviorCloningConfig config;

  /** Behaviour cloning with these settings. */
  public BehaviorCloning(BehaviorCloningConfig config) {
    this.config = config;
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    Mlp actor = context.networks().mlp("actor", Mlp.sizes(s, config.hidden(), a));
    Adam adam = new Adam(context.graph(), "actor", actor, config.learningRate());
    NetworkTraining training =
        new NetworkTraining("policy", config.updates(), config.batchSize(), true, adam);
    PhaseDefinition phase =
        training.write(
            context,
            batch -> {
              Expr output = actor.apply(batch.observations()).tanh();
              Expr pi = output.times(context.shape().maxAction()).named("pi");
              return Losses.meanSquaredError(pi, batch.actions()).named("actor_loss");
            });
    return LearnerDefinition.of(List.of(phase), PolicyDefinition.mlp(actor));
  }
}
