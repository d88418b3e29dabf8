package org.spotrl.api.learning;

import java.util.List;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicySnapshot;

/** An algorithm at work on one data set. Not thread-safe; holds native memory until closed. */
public interface Learner extends AutoCloseable {

  /** Its phases, to be completed one after the other. */
  List<TrainingPhase> phases();

  /**
   * The policy as it is now, on the observations that the learner is trained on. It may act by the
   * learner itself: use it before the next update and before the learner is closed. Many threads
   * may use it at a time.
   */
  default Policy policy() {
    return snapshot().policy();
  }

  /** The policy as it is now, to be stored. */
  PolicySnapshot snapshot();

  /** What it has learnt beside the policy. */
  LearnedModels models();

  /** All that {@link #restore} needs to continue as if nothing had happened, bit for bit. */
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
