package org.spotrl.baselines.cloning;

import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.regularizer.ActorPenalty;
import org.spotrl.tensorflow.regularizer.ActorRegularization;
import org.spotrl.tensorflow.regularizer.PolicyRegularizer;

/**
 * TD3+BC's regulariser (Fujimoto and Gu 2021, equation 3): the mean squared distance of the
 * policy's actions from the data's.
 *
 * <p>The actor's loss is - alpha / mean |Q| * mean Q + mean (pi(s) - a)^2: alpha weighs Q, not the
 * penalty. With {@code q_normalization: false} the division by mean |Q| is left out. TD3+BC has no
 * dropout, SPOT's Gym defaults have: set {@code actor_dropout: 0} beside it. Metric: {@code
 * train/bc_loss}.
 */
public final class CloningRegularizer implements ActorRegularization {

  /** The kind named {@code behavior-cloning}. */
  public static final ComponentType<CloningRegularizerConfig, PolicyRegularizer> TYPE =
      new ComponentType<>(
          PolicyRegularizer.class,
          "behavior-cloning",
          "Penalises the squared distance from the data's actions (TD3+BC).",
          CloningRegularizerConfig.DEFAULTS,
          config -> context -> new CloningRegularizer(config.alpha()));

  private final double alpha;

  private CloningRegularizer(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public double qWeight() {
    return alpha;
  }

  @Override
  public ActorPenalty penalty(Batch batch, Expr policyActions, NoiseSource noise) {
    Expr loss = BehaviorCloning.meanSquaredError(policyActions, batch.actions());
    return new ActorPenalty(loss, Map.of("bc_loss", loss), Map.of("bc_loss", "bc_loss"));
  }
}
