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
 * A regulariser in a graph. The actor loss is -alpha * mean Q(s, pi(s)) / mean |Q| + lambda *
 * penalty; without Q normalisation there is no division by mean |Q|.
 */
public interface GraphRegularizer {

  /**
   * The penalty on the policy, a scalar.
   *
   * @param batch the actor's batch
   * @param actor the actor's output at the batch's observations
   * @param noise random draws of the current program
   */
  Expr penalty(Batch batch, ActorOutput actor, NoiseSource noise);

  /** Weight of the penalty, lambda. */
  LambdaSchedule lambda();

  /** Weight of Q, alpha; 1 unless the method scales Q instead of the penalty. */
  default double alpha() {
    return 1;
  }

  /** Writes the training phases that run before the policy phase. */
  default List<PhaseDefinition> writeTraining(LearningContext context) {
    return List.of();
  }

  /** Writes the program that computes log beta(a | s), if the regulariser has a density. */
  default Optional<LogDensity> writeLogDensity(LearningContext context) {
    return Optional.empty();
  }
}
