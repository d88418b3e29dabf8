package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Optional;

/**
 * The phases, the policy and the models that an algorithm has written into a graph.
 *
 * @param phases training phases in order
 * @param policy how the policy is stored and acts; empty if the algorithm trains only models
 * @param density behaviour density, if the algorithm learns one
 * @param q action values that the policy maximises, if the algorithm learns them
 * @param v state values, if the algorithm learns them
 */
public record LearnerDefinition(
    List<PhaseDefinition> phases,
    Optional<PolicyDefinition> policy,
    Optional<LogDensity> density,
    Optional<GraphFunction> q,
    Optional<GraphFunction> v) {

  /** Copies the phases. */
  public LearnerDefinition {
    phases = List.copyOf(phases);
  }

  /** A learner with only a policy. */
  public static LearnerDefinition of(List<PhaseDefinition> phases, PolicyDefinition policy) {
    return new LearnerDefinition(
        phases, Optional.of(policy), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A learner with only a density. */
  public static LearnerDefinition ofDensity(List<PhaseDefinition> phases, LogDensity density) {
    return new LearnerDefinition(
        phases, Optional.empty(), Optional.of(density), Optional.empty(), Optional.empty());
  }

  /** A copy with a behaviour density. */
  public LearnerDefinition withDensity(LogDensity learnt) {
    return new LearnerDefinition(phases, policy, Optional.of(learnt), q, v);
  }

  /** A copy with action values. */
  public LearnerDefinition withQ(GraphFunction learnt) {
    return new LearnerDefinition(phases, policy, density, Optional.of(learnt), v);
  }

  /** A copy with state values. */
  public LearnerDefinition withV(GraphFunction learnt) {
    return new LearnerDefinition(phases, policy, density, q, Optional.of(learnt));
  }
}
