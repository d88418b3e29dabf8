package org.spotrl.tensorflow.regularizer;

import java.util.List;
import java.util.Optional;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.DensityProbe;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/**
 * A regulariser within a graph. The actor's loss is - weight * mean Q(s, pi(s)) + penalty, where
 * the weight is {@link #qWeight}, divided by mean |Q| if the algorithm normalises Q.
 */
@FunctionalInterface
public interface ActorRegularization {

  /**
   * The term added to the actor's loss.
   *
   * @param batch what the actor learns from
   * @param policyActions {@code [B, A]}, the policy's actions at the batch's observations
   * @param noise draws of the program that is being written
   */
  ActorPenalty penalty(Batch batch, Expr policyActions, NoiseSource noise);

  /** The weight of the Q term: 1 unless the method scales Q rather than its penalty. */
  default double qWeight() {
    return 1;
  }

  /** Writes the programs that are run before the policy's. */
  default List<PhaseDefinition> writeTraining(LearningContext context) {
    return List.of();
  }

  /** Writes the program that answers for the behaviour density, if it has one. */
  default Optional<DensityProbe> writeAnalysis(LearningContext context) {
    return Optional.empty();
  }
}
