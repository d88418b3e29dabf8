package org.spotrl.tensorflow.learner;

import java.util.function.Function;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * A phase that trains one network with one loss, for example a density model or behaviour cloning.
 *
 * @param phase name of the phase and of its program
 * @param updates number of updates
 * @param batchSize batch size in transitions
 * @param trainsPolicy true if the network is the policy
 * @param optimizer optimiser of the network
 */
public record NetworkTraining(
    String phase, long updates, int batchSize, boolean trainsPolicy, Adam optimizer) {

  /**
   * Writes the phase.
   *
   * @param loss computes the loss, a scalar, from a batch
   */
  public PhaseDefinition write(LearningContext context, Function<Batch, Expr> loss) {
    context.graph().beginProgram(phase);
    optimizer.minimize(loss.apply(context.batches().sample(batchSize)));
    return PhaseDefinition.uniform(phase, updates, trainsPolicy, context.graph().trainOp("update"));
  }
}
