package org.spotrl.tensorflow.learner;

import java.util.function.Function;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * A phase that trains one network by one loss: a density model, behaviour cloning.
 *
 * @param phase name of the phase and of its program
 * @param updates how many are done
 * @param batchSize transitions in an update
 * @param trainsPolicy true if the network is the policy
 * @param optimizer of the network
 */
public record NetworkTraining(
    String phase, long updates, int batchSize, boolean trainsPolicy, Adam optimizer) {

  /**
   * Writes the phase.
   *
   * @param loss a scalar of the batch
   */
  public PhaseDefinition write(LearningContext context, Function<Batch, Expr> loss) {
    context.graph().beginProgram(phase);
    optimizer.minimize(loss.apply(context.batches().sample(batchSize)));
    return PhaseDefinition.uniform(phase, updates, trainsPolicy, context.graph().trainOp("update"));
  }
}
