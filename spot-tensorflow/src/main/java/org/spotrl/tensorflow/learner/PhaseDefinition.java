package org.spotrl.tensorflow.learner;

import java.util.Map;
import java.util.function.LongFunction;

/**
 * A phase of training as a graph's author describes it.
 *
 * @param name of the phase and of its program: {@code density}, {@code policy}
 * @param updates how many are done in all
 * @param trainsPolicy true if the policy changes in it
 * @param kindOf which kind of update the n-th one is, n from 1
 * @param limits greatest value allowed by metric; a NaN or infinity in any metric is always an
 *     error
 */
public record PhaseDefinition(
    String name,
    long updates,
    boolean trainsPolicy,
    LongFunction<UpdateKind> kindOf,
    Map<String, Double> limits) {

  /** A phase with an unmodifiable copy of the limits. */
  public PhaseDefinition {
    limits = Map.copyOf(limits);
  }

  /** A phase whose updates are all alike and know no limits. */
  public static PhaseDefinition uniform(
      String name, long updates, boolean trainsPolicy, UpdateKind kind) {
    return new PhaseDefinition(name, updates, trainsPolicy, update -> kind, Map.of());
  }
}
