package org.spotrl.baselines.bear;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * The learnt weight of BEAR's discrepancy: a Lagrange multiplier that grows while the discrepancy
 * is above its threshold.
 *
 * @param logWeight its logarithm, {@code log_lagrange}
 * @param adam climbs by it
 */
record MmdWeight(Variable logWeight, Adam adam) {

  private static final double LOG_MIN = -5;
  private static final double LOG_MAX = 10;

  /** A weight whose logarithm starts at a standard normal draw, as the authors' does. */
  static MmdWeight create(LearningContext context, double learningRate) {
    String name = "log_lagrange";
    double initial = context.networks().weights().child(name).at(0).nextGaussian();
    Variable logWeight = context.graph().variable(name, () -> new float[] {(float) initial});
    Network network = () -> List.of(logWeight);
    return new MmdWeight(logWeight, new Adam(context.graph(), name, network, learningRate));
  }

  /** The weight. */
  Expr value() {
    return logWeight.value().exp();
  }

  /** One step up mean(-Q + weight (mmd - threshold)), with Q and mmd from before the policy's. */
  void ascend(Expr q, Expr mmd, double threshold) {
    Expr dual = value().times(mmd.minus(threshold).stopGradient()).minus(q.stopGradient()).mean();
    adam.minimize(dual.unaryMinus().named("mmd_weight_loss"));
    logWeight.assign(logWeight.value().clip(LOG_MIN, LOG_MAX));
    value().named("mmd_weight");
  }
}
