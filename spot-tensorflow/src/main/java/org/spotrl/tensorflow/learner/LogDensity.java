package org.spotrl.tensorflow.learner;

import java.util.Optional;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.tensorflow.graph.CompiledGraph;

/**
 * The log density of actions in nats, as graph functions.
 *
 * @param ofPairs log density for pairs of observation and action
 * @param atState a cheaper function for many actions at one observation, if there is one
 */
public record LogDensity(GraphFunction ofPairs, Optional<GraphFunction> atState) {

  /** A log density without a cheaper function for one observation. */
  public static LogDensity of(GraphFunction ofPairs) {
    return new LogDensity(ofPairs, Optional.empty());
  }

  BehaviorDensity in(CompiledGraph graph) {
    return new BehaviorDensity() {
      @Override
      public double[] logDensity(float[] observations, float[] actions) {
        return ofPairs.evaluate(graph, observations, actions);
      }

      @Override
      public double[] logDensityAt(float[] observation, float[] actions, int actionDim) {
        return atState.isPresent()
            ? atState.get().evaluate(graph, observation, actions)
            : BehaviorDensity.super.logDensityAt(observation, actions, actionDim);
      }
    };
  }
}
