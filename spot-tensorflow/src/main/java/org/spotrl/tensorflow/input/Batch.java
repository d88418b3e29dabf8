package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * The transitions of one update.
 *
 * @param observations {@code [B, S]}
 * @param actions {@code [B, A]}
 * @param rewards {@code [B]}
 * @param nextObservations {@code [B, S]}
 * @param notDone {@code [B]}, 0 at terminals and 1 elsewhere
 */
public record Batch(
    Expr observations, Expr actions, Expr rewards, Expr nextObservations, Expr notDone) {

  /** Number of transitions, B. */
  public long size() {
    return observations.size(0);
  }
}
