package org.spotrl.tensorflow.distribution;

import org.spotrl.tensorflow.graph.Expr;

/**
 * A normal distribution that is truncated to [-bound, bound] in each dimension.
 *
 * @param base the distribution before the truncation; mean and log standard deviation {@code [B,
 *     D]}
 * @param bound the bound
 */
public record TruncatedGaussian(DiagonalGaussian base, double bound) {

  private static final double SQRT_2 = Math.sqrt(2);

  /** The authors' minimum of the mass within the bounds (Brandfonbrener et al. 2021, code). */
  private static final double MIN_MASS = 1e-8;

  /** The inverse error function is infinite at 1; float32 has no number nearer to it. */
  private static final double INSIDE = 1 - 6e-8;

  /**
   * The samples at these quantiles, by the inverse of the distribution function.
   *
   * @param quantiles uniform on [0, 1), {@code [B, D]} or {@code [M, B, D]}
   */
  public Expr sample(Expr quantiles) {
    Expr below = cumulative(-bound);
    Expr p = below.plus(quantiles.times(mass()));
    Expr argument = p.times(2).minus(1).clip(-INSIDE, INSIDE);
    Expr standard = p.of(p.tf().math.erfinv(argument)).times(SQRT_2);
    return base.mean().plus(base.std().times(standard)).clip(-bound, bound);
  }

  /**
   * Log density in nats of values within the bounds, summed over the dimensions: {@code [B]} for
   * {@code [B, D]}, and {@code [M, B]} for {@code [M, B, D]}.
   */
  public Expr logDensity(Expr x) {
    return base.logDensity(x).minus(mass().log().sum(1));
  }

  /** Mass of the base distribution within the bounds, {@code [B, D]}. */
  private Expr mass() {
    return cumulative(bound).minus(cumulative(-bound)).atLeast(MIN_MASS);
  }

  /** Mass of the base distribution below a value, {@code [B, D]}. */
  private Expr cumulative(double value) {
    Expr z = base.mean().unaryMinus().plus(value).div(base.std());
    return z.div(SQRT_2).erf().plus(1).times(0.5);
  }
}
