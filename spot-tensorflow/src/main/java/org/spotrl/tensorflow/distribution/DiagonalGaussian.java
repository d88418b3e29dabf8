package org.spotrl.tensorflow.distribution;

import org.spotrl.tensorflow.graph.Expr;

/**
 * A normal distribution with a diagonal covariance for each row.
 *
 * @param mean {@code [B, D]}
 * @param logStd log standard deviation, {@code [B, D]}, or {@code [D]} for the same in all rows
 */
public record DiagonalGaussian(Expr mean, Expr logStd) {

  private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

  /** The standard deviation, with the shape of {@link #logStd}. */
  public Expr std() {
    return logStd.exp();
  }

  /** mean + std * draw, {@code [B, D]}, for standard normal draws {@code [B, D]}. */
  public Expr sample(Expr draws) {
    return mean.plus(std().times(draws));
  }

  /** M samples of each row, {@code [B, M, D]}, for standard normal draws {@code [B, M, D]}. */
  public Expr samples(Expr draws) {
    return mean.expandDims(1).plus(std().expandDims(1).times(draws));
  }

  /**
   * log N(x; mean, std^2) in nats, summed over the dimensions: {@code [B]} for {@code [B, D]},
   * {@code [M, B]} for {@code [M, B, D]}, and {@code [B, K]} for {@code [B, 1, D]} with K
   * distributions for each row.
   */
  public Expr logDensity(Expr x) {
    Expr scaled = x.minus(mean).times(logStd.unaryMinus().exp());
    return scaled.square().times(-0.5).minus(logStd).minus(HALF_LOG_2PI).sum(x.axes() - 1);
  }

  /** KL to N(0, 1) for each dimension, {@code [B, D]}: -(1 + log std^2 - mean^2 - std^2) / 2. */
  public Expr klToStandardNormal() {
    Expr logVariance = logStd.times(2);
    return logVariance.plus(1).minus(mean.square()).minus(logVariance.exp()).times(-0.5);
  }
}
