package org.spotrl.baselines.mixture;

import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.Expr;

/**
 * A mixture of K diagonal Gaussians for each row.
 *
 * @param logits logarithms of the weights up to a constant, {@code [B, K]}
 * @param components the Gaussians, {@code [B, K, A]}
 */
record GaussianMixture(Expr logits, DiagonalGaussian components) {

  /** log of the sum over k of w_k N(x; mean_k, std_k^2) in nats, {@code [B]} for {@code [B, A]}. */
  Expr logDensity(Expr x) {
    Expr logWeights = logits.minus(logits.logSumExp(1).expandDims(1));
    return components.logDensity(x.expandDims(1)).plus(logWeights).logSumExp(1);
  }
}
