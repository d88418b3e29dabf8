package org.spotrl.tensorflow.density;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.DensityProbe;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/** A behaviour density within a graph. */
public interface DensityNetwork {

  /** Writes the programs that train it, to be run before the policy's; empty if none is needed. */
  List<PhaseDefinition> writeTraining(LearningContext context);

  /**
   * -log beta(a | s) as the policy is regularised by it, {@code [B]}: in nats, or scaled as the
   * model's documentation says; with a gradient to the actions.
   *
   * @param observations {@code [B, S]}
   * @param actions {@code [B, A]}
   * @param noise draws of the program that is being written
   */
  Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise);

  /** Writes the program that answers for log beta(a | s) in nats. */
  DensityProbe writeAnalysis(LearningContext context);
}
