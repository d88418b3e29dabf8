package org.spotrl.policy;

import java.util.Arrays;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;

/** Samples several actions and takes the one with the highest Q (BCQ, BEAR). */
public final class BestOfSamplesPolicy implements Policy {

  private final TaskShape shape;
  private final int samples;
  private final int drawsEach;
  private final Proposal proposal;
  private final MlpNetwork q;

  /**
   * A policy of these proposals.
   *
   * @param samples proposals for one action, M
   * @param drawsEach numbers drawn for one proposal, L
   * @param q from observation and action to Q
   */
  BestOfSamplesPolicy(
      TaskShape shape, int samples, int drawsEach, Proposal proposal, MlpNetwork q) {
    this.shape = shape;
    this.samples = samples;
    this.drawsEach = drawsEach;
    this.proposal = proposal;
    this.q = q;
  }

  @Override
  public Actor start(RandomSequence random) {
    return observation -> {
      float[] draws = new float[samples * drawsEach];
      for (int i = 0; i < draws.length; i++) {
        draws[i] = (float) random.nextGaussian();
      }
      return act(observation, draws);
    };
  }

  /**
   * The best of the actions that these draws stand for.
   *
   * @param draws standard normal, {@code [M, L]} row by row
   */
  public double[] act(double[] observation, float[] draws) {
    float[] s = Vectors.floats(observation, shape.observationDim());
    float[] best = new float[0];
    float bestQ = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < draws.length / drawsEach; row++) {
      float[] own = Arrays.copyOfRange(draws, row * drawsEach, (row + 1) * drawsEach);
      float[] action = proposal.action(s, own);
      float value = q.apply(Vectors.concat(s, action))[0];
      // Written so that a NaN is kept: the evaluation then reports it.
      if (best.length == 0 || !(value <= bestQ)) {
        best = action;
        bestQ = value;
      }
    }
    return Vectors.doubles(best);
  }
}
