package org.spotrl.tensorflow.density;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/** A behaviour density model in a graph. */
public interface GraphDensity {

  /** The KL weight in the loss of the authors' CVAE; it defines their unit. */
  double AUTHORS_BETA = 0.5;

  /** Writes the training phases of the density, which run before the policy phase; may be empty. */
  List<PhaseDefinition> writeTraining(LearningContext context);

  /**
   * -log beta(a | s) for the regulariser, {@code [B]}, in {@link #unit}, with a gradient to the
   * actions.
   *
   * @param observations {@code [B, S]}
   * @param actions {@code [B, A]}
   * @param noise random draws of the current program
   */
  Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise);

  /** The unit of {@link #negLogBeta}. */
  default DensityUnit unit() {
    return DensityUnit.NATS;
  }

  /**
   * One nat in the authors' unit: beta / (2A). Their CVAE loss takes means over A action and 2A
   * latent dimensions; nats are sums.
   */
  default double authorsUnitsPerNat(int actionDim) {
    return AUTHORS_BETA / (2 * actionDim);
  }

  /** Writes the program that computes log beta(a | s) in nats. */
  LogDensity writeLogDensity(LearningContext context);
}
