package org.spotrl.tensorflow.loss;

import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.network.TwinCritic;

/** Losses and targets that several methods share. Vectors are {@code [B]}. */
public final class Losses {

  private Losses() {}

  /** mean (x - y)^2 over all elements. */
  public static Expr meanSquaredError(Expr x, Expr y) {
    return x.minus(y).square().mean();
  }

  /** mean (Q1 - y)^2 + mean (Q2 - y)^2. */
  public static Expr twinSquaredError(TwinCritic.Values q, Expr target) {
    return meanSquaredError(q.q1(), target).plus(meanSquaredError(q.q2(), target));
  }

  /**
   * The squared errors of both critics at a batch: mean (Q1(s, a) - y)^2 + mean (Q2(s, a) - y)^2.
   * Names the values {@code q1} and {@code q2}.
   *
   * @param target y, without gradient
   */
  public static Expr temporalDifference(TwinCritic critic, Batch batch, Expr target) {
    TwinCritic.Values q = critic.apply(batch.observations(), batch.actions());
    q.q1().named("q1");
    q.q2().named("q2");
    return twinSquaredError(q, target);
  }

  /**
   * The one-step target r + gamma (1 - done) * next.
   *
   * @param notDone 0 at terminals, 1 elsewhere
   * @param next value of the next state
   */
  public static Expr oneStepTarget(Expr rewards, Expr notDone, double discount, Expr next) {
    return rewards.plus(notDone.times(discount).times(next));
  }

  /**
   * |expectile - 1(u &lt; 0)| u^2, elementwise (Kostrikov et al. 2022, equation 5).
   *
   * @param difference u
   */
  public static Expr expectile(Expr difference, double expectile) {
    Expr above = difference.relu().square().times(expectile);
    Expr below = difference.unaryMinus().relu().square().times(1 - expectile);
    return above.plus(below);
  }

  /** min(exp(beta * advantage), cap), without a gradient (Peng et al. 2019). */
  public static Expr exponentialWeights(Expr advantage, double beta, double cap) {
    return advantage.times(beta).exp().atMost(cap).stopGradient();
  }

  /** lambda min(Q1, Q2) + (1 - lambda) max(Q1, Q2) (Fujimoto et al. 2019, equation 13). */
  public static Expr softClippedDoubleQ(TwinCritic.Values q, double lambda) {
    return q.min().times(lambda).plus(q.max().times(1 - lambda));
  }

  /**
   * Maximum mean discrepancy between two sets of samples for each row, {@code [B]}: the square root
   * of mean k(x, x') + mean k(y, y') - 2 mean k(x, y) + 1e-6, over all pairs (Kumar et al. 2019,
   * equation 6).
   *
   * @param x {@code [B, N, D]}
   * @param y {@code [B, M, D]}
   * @param sigma width of the kernel
   */
  public static Expr maximumMeanDiscrepancy(Expr x, Expr y, Kernel kernel, double sigma) {
    Expr same = kernel.meanOverPairs(x, x, sigma).plus(kernel.meanOverPairs(y, y, sigma));
    return same.minus(kernel.meanOverPairs(x, y, sigma).times(2)).plus(1e-6).sqrt();
  }

  /** A kernel of the maximum mean discrepancy. */
  public enum Kernel {
    /** exp(-|x - y|_1 / (2 sigma)). */
    LAPLACIAN,
    /** exp(-|x - y|^2 / (2 sigma)). */
    GAUSSIAN;

    /** Less 1, which cancels in the discrepancy and would cost it digits. */
    private Expr meanOverPairs(Expr x, Expr y, double sigma) {
      Expr difference = x.expandDims(2).minus(y.expandDims(1));
      Expr distance = this == LAPLACIAN ? difference.abs() : difference.square();
      return distance.sum(3).times(-0.5 / sigma).expm1().mean(1, 2);
    }
  }
}
