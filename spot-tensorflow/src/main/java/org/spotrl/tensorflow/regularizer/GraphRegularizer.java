package org.spotrl.tensorflow.regularizer;

import java.util.List;
import java.util.Optional;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/**
 * A regulariser in a graph. The actor's loss is -alpha * mean Q(s, pi(s)) / mean |Q| + lambda *
 * penalty; without Q normalisation it is not divided by mean |Q|.
 */
public interface GraphRegularizer {

  /**
   * The penalty on the policy's actions, a scalar.
   *
   * @param batch what the actor learns from
   * @param policyActions {@code [B, A]}, the policy's actions at the batch's observations
   * @param noise draws of the program that is being written
   */
  Expr penalty(Batch batch, Expr policyActions, NoiseSource noise);

  /** The weight of the penalty, lambda. */
  double lambda();

  /** The weight of Q, alpha: 1 unless the method scales Q rather than its penalty. */
  default double alpha() {
    return 1;
  }

  /** Writes the phases that are done before the policy's. */
  default List<PhaseDefinition> writeTraining(LearningContext context) {
    return List.of();
  }

  /** Writes the program that computes the behaviour's log density, if it has one. */
  default Optional<LogDensity> writeLogDensity(LearningContext context) {
    return Optional.empty();
  }
}
