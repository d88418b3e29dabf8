package org.spotrl.tensorflow.regularizer;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/**
 * The weight of a penalty over the updates: lambda * max(end, 1 - t / updates) at update t, as in
 * the fine-tuning of SPOT (Wu et al. 2022, code).
 *
 * @param lambda the weight at the start
 * @param end minimum of the factor of lambda; 1 for a constant weight
 * @param updates updates after which the factor would be 0; 0 for all updates of the phase
 */
public record LambdaSchedule(double lambda, double end, long updates) {

  /** A constant weight. */
  public static LambdaSchedule constant(double lambda) {
    return new LambdaSchedule(lambda, 1, 0);
  }

  /** True if the weight does not change. */
  public boolean isConstant() {
    return end == 1;
  }

  /** The same schedule, over these updates if it has no length of its own. */
  public LambdaSchedule over(long phaseUpdates) {
    return updates > 0 ? this : new LambdaSchedule(lambda, end, phaseUpdates);
  }

  /** The weight at this update, 1 for the first, as a scalar in the graph. */
  public Expr at(GraphBuilder graph, Operand<TInt64> update) {
    Ops tf = graph.tf();
    // In float64: float32 would round t / updates to 1e-7.
    Operand<TFloat64> t = tf.dtypes.cast(update, TFloat64.class);
    Operand<TFloat64> cooled =
        tf.math.sub(tf.constant(1.0), tf.math.div(t, tf.constant((double) updates)));
    Operand<TFloat64> factor = tf.math.maximum(tf.constant(end), cooled);
    return graph.expr(tf.dtypes.cast(tf.math.mul(tf.constant(lambda), factor), TFloat32.class));
  }
}
