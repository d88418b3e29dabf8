package org.spotrl.api.learning;

import java.util.List;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicySnapshot;

/**
 * Trains one policy, or only models such as a density, on one data set. Not thread-safe; holds
 * native memory until closed.
 */
public interface Learner extends AutoCloseable {

  /** The training phases, in order. */
  List<TrainingPhase> phases();

  /** False if it trains no policy: then it is not evaluated and has no {@link #snapshot}. */
  default boolean hasPolicy() {
    return true;
  }

  /**
   * The current policy, on observations as in the training data. It may use the learner itself: use
   * it only until the next update or the learner's close. Thread-safe.
   */
  default Policy policy() {
    return snapshot().policy();
  }

  /**
   * The current policy in a form that can be stored.
   *
   * @throws IllegalStateException if the learner has no policy
   */
  PolicySnapshot snapshot();

  /** The models that were learnt beside the policy. */
  LearnedModels models();

  /** The state from which {@link #restore} continues bit for bit. */
  StateDict state();

  /**
   * Continues from a saved state.
   *
   * @throws org.spotrl.api.error.SpotInputException if the state belongs to another configuration;
   *     the learner is then unchanged
   */
  void restore(StateDict state);

  /**
   * A digest of the operations that its training does. Two learners with the same one, the same
   * data and the same state train to the same bits. Empty: not known.
   */
  default String program() {
    return "";
  }

  @Override
  void close();
}
