package org.spotrl.api.learning;

import java.util.List;
import java.util.Optional;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.policy.MlpPolicy;

/** An algorithm at work on one data set. Not thread-safe; holds native memory until closed. */
public interface Learner extends AutoCloseable {

  /** Its phases, to be completed one after the other. */
  List<TrainingPhase> phases();

  /** A snapshot of the deterministic policy as it is now; later updates do not change it. */
  MlpPolicy policy();

  /** The behaviour density it has learnt, if it has one; usable once that phase is complete. */
  Optional<BehaviorDensity> behaviorDensity();

  /** The action values that the policy climbs as they are now, if the method learns any. */
  default Optional<ActionValue> actionValue() {
    return Optional.empty();
  }

  /** All that {@link #restore} needs to go on as if nothing had happened, bit for bit. */
  StateDict state();

  /**
   * Continues from a saved state.
   *
   * @throws org.spotrl.api.error.SpotInputException if the state belongs to another configuration;
   *     nothing is changed then
   */
  void restore(StateDict state);

  @Override
  void close();
}
