package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Optional;
import org.spotrl.tensorflow.network.Mlp;

/**
 * What an algorithm has written into a graph.
 *
 * @param phases in the order in which they are done
 * @param policy the deterministic policy: maxAction * tanh of its output
 * @param density where the behaviour density it learns answers, if it learns one
 * @param actionValue where the action values that its policy climbs answer, if it learns any
 */
public record LearnerDefinition(
    List<PhaseDefinition> phases,
    Mlp policy,
    Optional<DensityProbe> density,
    Optional<PairProbe> actionValue) {

  /** A definition with an unmodifiable copy of the phases. */
  public LearnerDefinition {
    phases = List.copyOf(phases);
  }
}
