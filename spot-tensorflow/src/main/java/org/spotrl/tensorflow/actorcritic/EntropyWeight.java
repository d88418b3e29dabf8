package org.spotrl.tensorflow.actorcritic;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * The learnt weight of SAC's entropy, alpha: it grows while the entropy is below its target
 * (Haarnoja et al. 2018, section 5).
 *
 * @param logAlpha its logarithm, {@code log_alpha}, 0 at the start
 * @param adam its optimiser
 * @param target the target entropy in nats
 */
public record EntropyWeight(Variable logAlpha, Adam adam, double target) {

  /**
   * Creates the weight.
   *
   * @param target target entropy in nats; 0 for -A
   */
  public static EntropyWeight create(LearningContext context, double target, double learningRate) {
    Variable logAlpha = context.graph().variable("log_alpha", () -> new float[] {0});
    Network network = () -> List.of(logAlpha);
    return new EntropyWeight(
        logAlpha,
        new Adam(context.graph(), "alpha", network, learningRate),
        target == 0 ? -(double) context.shape().actionDim() : target);
  }

  /** The weight, without a gradient. */
  public Expr alpha() {
    return logAlpha.value().exp().stopGradient();
  }

  /**
   * The loss of the weight: -log alpha (mean log pi(a | s) + target), as in the authors' code.
   * Names the mean {@code log_pi}.
   *
   * @param logPi log density of the policy's actions in nats, {@code [B]}, without a gradient
   */
  public Expr loss(Expr logPi) {
    return logAlpha.value().times(logPi.mean().named("log_pi").plus(target)).unaryMinus();
  }
}
