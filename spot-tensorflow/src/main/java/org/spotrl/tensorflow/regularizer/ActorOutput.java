package org.spotrl.tensorflow.regularizer;

import java.util.Optional;
import org.spotrl.tensorflow.distribution.TanhGaussian;
import org.spotrl.tensorflow.graph.Expr;

/**
 * The output of an actor at the observations of a batch.
 *
 * @param actions {@code [B, A]}: pi(s) of a deterministic actor, one sample of pi(. | s) of a
 *     stochastic one; with a gradient to the actor
 * @param beforeTanh the same before tanh, {@code [B, A]}
 * @param distribution pi(. | s); empty for a deterministic actor
 */
public record ActorOutput(Expr actions, Expr beforeTanh, Optional<TanhGaussian> distribution) {

  /**
   * The action of a deterministic actor.
   *
   * @param beforeTanh the network's output, {@code [B, A]}
   */
  public static ActorOutput deterministic(Expr beforeTanh, double maxAction) {
    return new ActorOutput(beforeTanh.tanh().times(maxAction), beforeTanh, Optional.empty());
  }

  /**
   * A sample of a stochastic actor.
   *
   * @param draws standard normal, {@code [B, A]}
   */
  public static ActorOutput sampled(TanhGaussian pi, Expr draws) {
    Expr beforeTanh = pi.base().sample(draws);
    return new ActorOutput(pi.action(beforeTanh), beforeTanh, Optional.of(pi));
  }

  /** The action that the policy takes in evaluations, {@code [B, A]}: pi(s), or of its mean. */
  public Expr mode() {
    return distribution.map(TanhGaussian::mode).orElse(actions);
  }
}
