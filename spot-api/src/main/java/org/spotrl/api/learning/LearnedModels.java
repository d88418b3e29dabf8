package org.spotrl.api.learning;

import java.util.Optional;
import org.spotrl.api.density.BehaviorDensity;

/**
 * What a learner knows beside its policy. Each model answers by the weights as they are when it is
 * asked.
 *
 * @param density log density of the behaviour policy; usable once its phase is complete
 * @param q the action values that the policy improves on
 * @param v the state values
 */
public record LearnedModels(
    Optional<BehaviorDensity> density, Optional<ActionValue> q, Optional<StateValue> v) {

  /** A learner that has a policy alone. */
  public static final LearnedModels NONE =
      new LearnedModels(Optional.empty(), Optional.empty(), Optional.empty());
}
