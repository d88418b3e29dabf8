package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Optional;

/**
 * What an algorithm has written into a graph.
 *
 * @param phases in the order in which they are done
 * @param policy how its policy is stored and acts
 * @param density the behaviour density that it learns, if it learns one
 * @param q the action values that its policy improves on, if it learns any
 * @param v the state values, if it learns any
 */
public record LearnerDefinition(
    List<PhaseDefinition> phases,
    PolicyDefinition policy,
    Optional<LogDensity> density,
    Optional<GraphFunction> q,
    Optional<GraphFunction> v) {

  /** A definition with an unmodifiable copy of the phases. */
  public LearnerDefinition {
    phases = List.copyOf(phases);
  }

  /** A learner that has a policy alone. */
  public static LearnerDefinition of(List<PhaseDefinition> phases, PolicyDefinition policy) {
    return new LearnerDefinition(
        phases, policy, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same learner with a behaviour density. */
  public LearnerDefinition withDensity(LogDensity learnt) {
    return new LearnerDefinition(phases, policy, Optional.of(learnt), q, v);
  }

  /** The same learner with action values. */
  public LearnerDefinition withQ(GraphFunction learnt) {
    return new LearnerDefinition(phases, policy, density, Optional.of(learnt), v);
  }

  /** The same learner with state values. */
  public LearnerDefinition withV(GraphFunction learnt) {
    return new LearnerDefinition(phases, policy, density, q, Optional.of(learnt));
  }
}
