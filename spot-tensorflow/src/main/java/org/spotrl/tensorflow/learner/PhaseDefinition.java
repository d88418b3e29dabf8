package org.spotrl.tensorflow.learner;

import java.util.Map;
import java.util.function.LongFunction;
import org.spotrl.tensorflow.graph.TrainOp;

/**
 * Defines a training phase.
 *
 * @param name name of the phase and of its program: {@code density}, {@code policy}
 * @param updates total number of updates
 * @param trainsPolicy true if the phase changes the policy
 * @param trainOpOf train op of the n-th update, n from 1
 * @param limits maximum value of metrics, by name; NaN or infinity in any metric is always an error
 * @param reusable true if another run may use its result instead of training the same: all updates
 *     are alike, and no policy is evaluated meanwhile
 */
public record PhaseDefinition(
    String name,
    long updates,
    boolean trainsPolicy,
    LongFunction<TrainOp> trainOpOf,
    Map<String, Double> limits,
    boolean reusable) {

  /** Copies the limits. */
  public PhaseDefinition {
    limits = Map.copyOf(limits);
  }

  /** A phase of the policy. */
  public static PhaseDefinition ofPolicy(
      String name, long updates, LongFunction<TrainOp> trainOpOf, Map<String, Double> limits) {
    return new PhaseDefinition(name, updates, true, trainOpOf, limits, false);
  }

  /** A phase with the same train op in all updates and without limits. */
  public static PhaseDefinition uniform(
      String name, long updates, boolean trainsPolicy, TrainOp op) {
    return new PhaseDefinition(name, updates, trainsPolicy, update -> op, Map.of(), !trainsPolicy);
  }
}
