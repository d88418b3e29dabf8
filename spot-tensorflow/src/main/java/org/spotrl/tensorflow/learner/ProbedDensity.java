package org.spotrl.tensorflow.learner;

import java.util.Optional;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.tensorflow.graph.CompiledGraph;

/** A behaviour density that a graph answers for. */
final class ProbedDensity implements BehaviorDensity {

  private final ProbedPairs pairs;
  private final Optional<ProbedPairs> atState;

  ProbedDensity(CompiledGraph graph, DensityProbe probe) {
    this.pairs = new ProbedPairs(graph, probe.pairs());
    this.atState = probe.atState().map(state -> new ProbedPairs(graph, state));
  }

  @Override
  public double[] logDensity(float[] observations, float[] actions) {
    return pairs.of(observations, actions);
  }

  @Override
  public double[] logDensityAt(float[] observation, float[] actions, int actionDim) {
    return atState.isPresent()
        ? atState.get().at(observation, actions)
        : BehaviorDensity.super.logDensityAt(observation, actions, actionDim);
  }
}
