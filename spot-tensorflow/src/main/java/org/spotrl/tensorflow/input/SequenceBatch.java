package org.spotrl.tensorflow.input;

import org.spotrl.tensorflow.graph.Expr;

/**
 * Subsequences of trajectories for one update. A subsequence shorter than K steps is padded at the
 * end with zeros, except for the time steps.
 *
 * @param observations {@code [B, K, S]}
 * @param actions {@code [B, K, A]}
 * @param returnsToGo {@code [B, K]}, the sum of the rewards from this step to the end of its
 *     trajectory
 * @param timesteps {@code [B, K]}, index of the step in its trajectory, from 0; the padding
 *     continues the count
 * @param mask {@code [B, K]}, 1 for steps and 0 for padding
 */
public record SequenceBatch(
    Expr observations, Expr actions, Expr returnsToGo, Expr timesteps, Expr mask) {}
