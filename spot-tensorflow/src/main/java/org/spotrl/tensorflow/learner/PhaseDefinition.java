package org.spotrl.tensorflow.learner;

import java.util.Map;
import java.util.function.LongFunction;
import org.spotrl.tensorflow.graph.TrainOp;

/**
 * A phase of training as a graph's author describes it.
 *
 * @param name of the phase and of its program: {@code density}, {@code policy}
 * @param updates how many are done in all
 * @param trainsPolicy true if the policy changes in it
 * @param trainOpOf the train op of the n-th update, n from 1
 * @param limits greatest value allowed by metric; a NaN or infinity in any metric is always an
 *     error
 */
public record PhaseDefinition(
    String name,
    long updates,
    boolean trainsPolicy,
    LongFunction<TrainOp> trainOpOf,
    Map<String, Double> limits) {

  /** A phase with an unmodifiable copy of the limits. */
  public PhaseDefinition {
    limits = Map.copyOf(limits);
  }

  /** A phase whose updates are all alike and know no limits. */
  public static PhaseDefinition uniform(
      String name, long updates, boolean trainsPolicy, TrainOp op) {
    return new PhaseDefinition(name, updates, trainsPolicy, update -> op, Map.of());
  }
}
