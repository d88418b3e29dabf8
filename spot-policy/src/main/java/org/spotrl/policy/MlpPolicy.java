package org.spotrl.policy;

import java.util.List;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomSequence;

/** A deterministic policy: maxAction * tanh of a network. */
public final class MlpPolicy implements Policy, Actor {

  private final MlpNetwork network;
  private final float maxAction;

  /**
   * A policy with these layers.
   *
   * @throws IllegalArgumentException if there is no layer, the sizes of two layers do not match, or
   *     maxAction is not positive
   */
  public MlpPolicy(List<MlpNetwork.Layer> layers, double maxAction) {
    this(new MlpNetwork(layers), maxAction);
  }

  MlpPolicy(MlpNetwork network, double maxAction) {
    if (!(maxAction > 0) || Double.isInfinite(maxAction)) {
      throw new IllegalArgumentException("maxAction must be positive and finite, not " + maxAction);
    }
    this.network = network;
    this.maxAction = (float) maxAction;
  }

  /** The network before tanh. */
  public MlpNetwork network() {
    return network;
  }

  /** Actions lie in [-maxAction, maxAction]. */
  public double maxAction() {
    return maxAction;
  }

  @Override
  public Actor start(RandomSequence random) {
    return this;
  }

  @Override
  public double[] act(double[] observation) {
    return Vectors.doubles(
        network.squashed(Vectors.floats(observation, network.inputs()), maxAction));
  }
}
