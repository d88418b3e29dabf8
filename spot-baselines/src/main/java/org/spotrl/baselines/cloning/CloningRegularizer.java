package org.spotrl.baselines.cloning;

import java.util.Set;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.tensorflow.actorcritic.ActorCritic;
import org.spotrl.tensorflow.actorcritic.ActorCriticConfig;
import org.spotrl.tensorflow.actorcritic.Backbone;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.regularizer.ActorOutput;
import org.spotrl.tensorflow.regularizer.GraphRegularizer;
import org.spotrl.tensorflow.regularizer.LambdaSchedule;
import org.spotrl.tensorflow.regularizer.Regularizer;

/**
 * TD3+BC's regulariser (Fujimoto and Gu 2021, equation 3): the mean squared error between the
 * policy's actions and the data's.
 *
 * <p>The actor loss is -alpha mean Q / mean |Q| + mean (pi(s) - a)^2: alpha is the weight of Q, not
 * of the penalty. With {@code q_normalization: false} there is no division by mean |Q|. Metric:
 * {@code train/bc_loss}.
 *
 * <p>A stochastic actor (SAC) is compared by the action of its mean, which is what it does in
 * evaluations. So alpha has the same meaning for both backbones; a log-likelihood would be in nats,
 * and infinite at actions on the bound.
 */
public final class CloningRegularizer implements GraphRegularizer {

  /** The type named {@code behavior-cloning}. */
  public static final ComponentType<CloningRegularizerConfig, Regularizer> TYPE =
      new ComponentType<>(
          Regularizer.class,
          "behavior-cloning",
          "Penalises the squared error to the data's actions (TD3+BC).",
          CloningRegularizerConfig.DEFAULTS,
          config -> context -> new CloningRegularizer(config.alpha()));

  /** The type named {@code td3+bc}: TD3+BC with the authors' values. */
  public static final ComponentType<ActorCriticConfig, Algorithm> TD3_BC =
      ActorCritic.preset(
          "td3+bc",
          "TD3 with behaviour cloning (Fujimoto and Gu 2021).",
          ActorCriticConfig.DEFAULTS.toBuilder().regularizer(TYPE.withDefaults()).build(),
          TYPE.name(),
          Set.of(Backbone.TD3));

  private final double alpha;

  private CloningRegularizer(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public Expr penalty(Batch batch, ActorOutput actor, NoiseSource noise) {
    return Losses.meanSquaredError(actor.mode(), batch.actions()).named("bc_loss");
  }

  @Override
  public LambdaSchedule lambda() {
    return LambdaSchedule.constant(1);
  }

  @Override
  public double alpha() {
    return alpha;
  }
}
