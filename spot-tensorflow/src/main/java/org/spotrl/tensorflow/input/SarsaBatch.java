package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * The transitions of one update with their next actions.
 *
 * @param transitions (s, a, r, s')
 * @param nextActions {@code [B, A]}, a'; 0 at terminals
 */
public record SarsaBatch(Batch transitions, Expr nextActions) {}
