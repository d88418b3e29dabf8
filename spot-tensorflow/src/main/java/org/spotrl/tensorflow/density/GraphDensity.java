package org.spotrl.tensorflow.density;

import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/** A behaviour density in a graph. */
public interface GraphDensity {

  /** The weight of KL in the training of the authors' CVAE, which sets their unit. */
  double AUTHORS_BETA = 0.5;

  /** Writes the phases that train it, to be done before the policy's; empty if none is needed. */
  List<PhaseDefinition> writeTraining(LearningContext context);

  /**
   * -log beta(a | s) as the policy is regularised by it, {@code [B]}, in {@link #unit}, with a
   * gradient to the actions.
   *
   * @param observations {@code [B, S]}
   * @param actions {@code [B, A]}
   * @param noise draws of the program that is being written
   */
  Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise);

  /** The unit of {@link #negLogBeta}. */
  default DensityUnit unit() {
    return DensityUnit.NATS;
  }

  /**
   * What one nat is in the authors' unit: beta / (2A), because their CVAE takes means over A action
   * and 2A latent dimensions where nats are sums.
   */
  default double authorsUnitsPerNat(int actionDim) {
    return AUTHORS_BETA / (2 * actionDim);
  }

  /** Writes the program that computes log beta(a | s) in nats. */
  LogDensity writeLogDensity(LearningContext context);
}
