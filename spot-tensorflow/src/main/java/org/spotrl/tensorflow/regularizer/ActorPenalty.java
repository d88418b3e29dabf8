package org.spotrl.tensorflow.regularizer;

import java.util.Map;
import org.spotrl.tensorflow.graph.Expr;

/**
 * What a regulariser adds to the actor's loss.
 *
 * @param loss a scalar
 * @param metrics scalars to report under {@code train/} by name, for example {@code bc_loss}; each
 *     is also an observable of that name
 * @param observables further values that can be fetched, by name
 */
public record ActorPenalty(Expr loss, Map<String, Expr> metrics, Map<String, Expr> observables) {

  /** A penalty with unmodifiable copies of the maps. */
  public ActorPenalty {
    metrics = Map.copyOf(metrics);
    observables = Map.copyOf(observables);
  }
}
