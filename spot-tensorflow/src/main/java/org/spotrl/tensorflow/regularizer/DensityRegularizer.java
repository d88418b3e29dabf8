package org.spotrl.tensorflow.regularizer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.DensityNetwork;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.DensityProbe;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/**
 * SPOT's regulariser: the behaviour's negative log density of the policy's actions (Wu et al. 2022,
 * equation 8), estimated by a model that is trained first and then left alone.
 */
public final class DensityRegularizer implements ActorRegularization {

  /** The kind named {@code density}. */
  public static final ComponentType<DensityRegularizerConfig, PolicyRegularizer> TYPE =
      new ComponentType<>(
          PolicyRegularizer.class,
          "density",
          "Penalises actions that the behaviour policy was unlikely to take (SPOT).",
          DensityRegularizerConfig.DEFAULTS,
          config ->
              context ->
                  new DensityRegularizer(
                      config.lambda(), config.density().create().define(context)));

  private final double lambda;
  private final DensityNetwork density;

  private DensityRegularizer(double lambda, DensityNetwork density) {
    this.lambda = lambda;
    this.density = density;
  }

  /** lambda * mean over the batch of -log beta(pi(s) | s). */
  @Override
  public ActorPenalty penalty(Batch batch, Expr policyActions, NoiseSource noise) {
    Expr negLogBeta = density.negLogBeta(batch.observations(), policyActions, noise);
    Expr mean = negLogBeta.mean();
    return new ActorPenalty(
        mean.times(lambda),
        Map.of(
            "neg_log_beta", negLogBeta,
            "neg_log_beta_mean", mean,
            "neg_log_beta_max", negLogBeta.reduceMax()),
        Map.of("neg_log_beta", "neg_log_beta_mean", "neg_log_beta_max", "neg_log_beta_max"));
  }

  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    return density.writeTraining(context);
  }

  @Override
  public Optional<DensityProbe> writeAnalysis(LearningContext context) {
    return Optional.of(density.writeAnalysis(context));
  }
}
