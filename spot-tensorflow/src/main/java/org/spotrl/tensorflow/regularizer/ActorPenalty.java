package org.spotrl.tensorflow.regularizer;

import java.util.Map;
import org.spotrl.tensorflow.graph.Expr;

/**
 * What a regulariser adds to the actor's loss.
 *
 * @param loss a scalar
 * @param observables values that can be fetched from an update, by name, for example {@code
 *     bc_loss}
 * @param metrics scalars among them to report, by the name they get below {@code train/}
 */
public record ActorPenalty(Expr loss, Map<String, Expr> observables, Map<String, String> metrics) {

  /** A penalty with unmodifiable copies of the maps. */
  public ActorPenalty {
    observables = Map.copyOf(observables);
    metrics = Map.copyOf(metrics);
    if (!observables.keySet().containsAll(metrics.values())) {
      throw new IllegalArgumentException(
          "the metrics %s name more than the observables %s"
              .formatted(metrics, observables.keySet()));
    }
  }
}
