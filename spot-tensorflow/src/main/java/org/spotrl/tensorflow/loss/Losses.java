package org.spotrl.tensorflow.loss;

import org.spotrl.tensorflow.graph.Expr;
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
}
