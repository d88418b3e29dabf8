package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * Pieces of trajectories of one update. A piece shorter than K steps is filled up behind its last
 * step; there all but the time steps is 0.
 *
 * @param observations {@code [B, K, S]}
 * @param actions {@code [B, K, A]}
 * @param returnsToGo {@code [B, K]}, the sum of the rewards from the step on to the end of its
 *     trajectory
 * @param timesteps {@code [B, K]}, the number of the step in its trajectory, from 0; whole numbers
 *     that continue the count after the last step
 * @param mask {@code [B, K]}, 1 for steps and 0 behind the last one
 */
public record SequenceBatch(
    Expr observations, Expr actions, Expr returnsToGo, Expr timesteps, Expr mask) {}
