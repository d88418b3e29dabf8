package org.spotrl.tensorflow.network;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;

/**
 * Two independent estimates of Q(s, a) (Fujimoto et al. 2018).
 *
 * @param q1 the critic that the actor maximises
 * @param q2 the second critic
 */
public record TwinCritic(Mlp q1, Mlp q2) implements Network {

  /** Q1(s, a), {@code [B]}. */
  public Expr q1(Expr observations, Expr actions) {
    return value(q1, observations.concat(actions));
  }

  /** Both estimates, {@code [B]} each. */
  public Values apply(Expr observations, Expr actions) {
    Expr x = observations.concat(actions);
    return new Values(value(q1, x), value(q2, x));
  }

  private static Expr value(Mlp network, Expr x) {
    return network.apply(x).reshape(x.size(0));
  }

  @Override
  public List<Variable> parameters() {
    return Network.of(List.of(q1, q2)).parameters();
  }

  /**
   * Two estimates for the same pairs.
   *
   * @param q1 {@code [B]}
   * @param q2 {@code [B]}
   */
  public record Values(Expr q1, Expr q2) {

    /** Minimum of both, {@code [B]}. */
    public Expr min() {
      return q1.min(q2);
    }

    /** Maximum of both, {@code [B]}. */
    public Expr max() {
      return q1.max(q2);
    }
  }
}
