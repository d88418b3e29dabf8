package org.spotrl.tensorflow.distribution;

import org.spotrl.tensorflow.graph.Expr;

/**
 * The distribution of maxAction * tanh(u) where u is normal (Haarnoja et al. 2018, appendix C).
 *
 * @param base distribution of u, before tanh
 * @param maxAction bound of the actions
 */
public record TanhGaussian(DiagonalGaussian base, double maxAction) {

  private static final double INSIDE = 1e-6;

  /** The action {@code [B, A]} of a value before tanh: maxAction * tanh(u). */
  public Expr action(Expr beforeTanh) {
    return beforeTanh.tanh().times(maxAction);
  }

  /** The action of the mean before tanh, {@code [B, A]}: the policy's deterministic action. */
  public Expr mode() {
    return action(base.mean());
  }

  /**
   * Log density in nats of actions {@code [B, A]}, {@code [B]}. Actions on the bound have infinite
   * values before tanh, so they are first moved inside by a millionth, as in rlkit.
   */
  public Expr logDensity(Expr actions) {
    Expr ratio = actions.div(maxAction);
    Expr above = ratio.plus(1).atLeast(INSIDE);
    Expr below = ratio.unaryMinus().plus(1).atLeast(INSIDE);
    return logDensityBeforeTanh(above.log().minus(below.log()).times(0.5));
  }

  /**
   * Log density in nats of the action maxAction * tanh(u), {@code [B]}: log N(u) - sum of
   * log(maxAction (1 - tanh(u)^2)).
   */
  public Expr logDensityBeforeTanh(Expr beforeTanh) {
    // log(1 - tanh(u)^2) = 2 (log 2 - u - softplus(-2u)): stable at large |u|.
    Expr u = beforeTanh;
    Expr logSlope = u.plus(u.times(-2).softplus()).unaryMinus().plus(Math.log(2)).times(2);
    return base.logDensity(u).minus(logSlope.plus(Math.log(maxAction)).sum(1));
  }
}
