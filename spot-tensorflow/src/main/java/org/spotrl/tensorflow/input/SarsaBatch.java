package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * Transitions of one update and the actions that followed them.
 *
 * @param transitions (s, a, r, s')
 * @param nextActions {@code [B, A]}, a'; 0 where the task ended
 */
public record SarsaBatch(Batch transitions, Expr nextActions) {}
