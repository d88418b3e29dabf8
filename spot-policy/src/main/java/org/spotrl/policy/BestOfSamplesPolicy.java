package org.spotrl.policy;

import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;

/**
 * Samples actions from the decoder of a conditional VAE, perturbs each and takes the one with the
 * highest Q (BCQ, Fujimoto et al. 2019).
 */
public final class BestOfSamplesPolicy implements Policy {

  private final TaskShape shape;
  private final int samples;
  private final float latentClip;
  private final float phi;
  private final MlpNetwork decoder;
  private final MlpNetwork perturbation;
  private final MlpNetwork q;

  /**
   * A policy of these networks; their outputs are before tanh.
   *
   * @param samples sampled actions for each action taken, M
   * @param latentClip latents are clipped to [-latentClip, latentClip]
   * @param phi maximum perturbation, as a fraction of maxAction
   * @param decoder from observation and latent to the action
   * @param perturbation from observation and action to the perturbation
   * @param q from observation and action to Q
   */
  BestOfSamplesPolicy(
      TaskShape shape,
      int samples,
      double latentClip,
      double phi,
      MlpNetwork decoder,
      MlpNetwork perturbation,
      MlpNetwork q) {
    this.shape = shape;
    this.samples = samples;
    this.latentClip = (float) latentClip;
    this.phi = (float) phi;
    this.decoder = decoder;
    this.perturbation = perturbation;
    this.q = q;
  }

  /** Size of a latent, L. */
  public int latentDim() {
    return decoder.inputs() - shape.observationDim();
  }

  @Override
  public Actor start(RandomSequence random) {
    return observation -> {
      float[] draws = new float[samples * latentDim()];
      for (int i = 0; i < draws.length; i++) {
        draws[i] = (float) random.nextGaussian();
      }
      return act(observation, draws);
    };
  }

  /**
   * The action with the highest Q among those decoded from these latents.
   *
   * @param draws standard normal latents before clipping, {@code [M, L]} row by row
   */
  public double[] act(double[] observation, float[] draws) {
    float[] s = Vectors.floats(observation, shape.observationDim());
    float max = (float) shape.maxAction();
    float[] best = new float[0];
    float bestQ = Float.NEGATIVE_INFINITY;
    for (int row = 0; row < draws.length / latentDim(); row++) {
      float[] z = new float[latentDim()];
      for (int d = 0; d < z.length; d++) {
        z[d] = Math.min(Math.max(draws[row * z.length + d], -latentClip), latentClip);
      }
      float[] action = decoder.squashed(Vectors.concat(s, z), max);
      float[] shift = perturbation.squashed(Vectors.concat(s, action), phi * max);
      for (int d = 0; d < action.length; d++) {
        action[d] = Math.min(Math.max(action[d] + shift[d], -max), max);
      }
      float value = q.apply(Vectors.concat(s, action))[0];
      // The negated comparison keeps a NaN, so that the evaluation reports it.
      if (best.length == 0 || !(value <= bestQ)) {
        best = action;
        bestQ = value;
      }
    }
    return Vectors.doubles(best);
  }
}
