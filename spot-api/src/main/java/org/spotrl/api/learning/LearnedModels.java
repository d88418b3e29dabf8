package org.spotrl.api.learning;

import java.util.Optional;
import org.spotrl.api.density.BehaviorDensity;

/**
 * The models that a learner trains beside its policy. Each uses the current weights.
 *
 * @param density log density of the behaviour policy; usable once its phase is complete
 * @param q action values that the policy maximises
 * @param v state values
 */
public record LearnedModels(
    Optional<BehaviorDensity> density, Optional<ActionValue> q, Optional<StateValue> v) {

  /** No models: the learner has only a policy. */
  public static final LearnedModels NONE =
      new LearnedModels(Optional.empty(), Optional.empty(), Optional.empty());
}
