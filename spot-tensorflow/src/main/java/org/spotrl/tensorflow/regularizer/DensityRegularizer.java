package org.spotrl.tensorflow.regularizer;

import java.util.List;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.DensityUnit;
import org.spotrl.tensorflow.density.GraphDensity;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.PhaseDefinition;

/**
 * SPOT's regulariser: the negative log behaviour density of the policy's actions (Wu et al. 2022,
 * equation 8), from a model that is trained first and then fixed.
 *
 * <p>Every density is scaled to the configured unit, so that the same lambda has the same strength.
 * Metrics: {@code train/neg_log_beta_mean} and {@code train/neg_log_beta_max} in the authors' unit,
 * {@code train/neg_log_beta_nats_mean} and {@code train/neg_log_beta_nats_max} in nats.
 */
public final class DensityRegularizer implements GraphRegularizer {

  /** The type named {@code density}. */
  public static final ComponentType<DensityRegularizerConfig, Regularizer> TYPE =
      new ComponentType<>(
          Regularizer.class,
          "density",
          "Penalises actions with a low behaviour density (SPOT).",
          DensityRegularizerConfig.DEFAULTS,
          config ->
              context -> new DensityRegularizer(config, config.density().create().define(context)));

  private final DensityRegularizerConfig config;
  private final GraphDensity density;

  private DensityRegularizer(DensityRegularizerConfig config, GraphDensity density) {
    this.config = config;
    this.density = density;
  }

  /** Mean of -log beta(a | s) over the batch, a = pi(s) or a sample of pi(. | s). */
  @Override
  public Expr penalty(Batch batch, ActorOutput actor, NoiseSource noise) {
    Expr actions = actor.actions();
    String name = config.unit() == DensityUnit.AUTHORS ? "neg_log_beta" : "neg_log_beta_nats";
    Expr negLogBeta =
        density
            .negLogBeta(batch.observations(), actions, noise)
            .times(scale(Math.toIntExact(actions.size(1))))
            .named(name);
    negLogBeta.reduceMax().named(name + "_max");
    return negLogBeta.mean().named(name + "_mean");
  }

  @Override
  public LambdaSchedule lambda() {
    return new LambdaSchedule(config.lambda(), config.lambdaEnd(), config.lambdaScheduleUpdates());
  }

  /** Factor from the density's unit to the configured unit. */
  private double scale(int actionDim) {
    if (density.unit() == config.unit()) {
      return 1;
    }
    double perNat = density.authorsUnitsPerNat(actionDim);
    return config.unit() == DensityUnit.AUTHORS ? perNat : 1 / perNat;
  }

  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    return density.writeTraining(context);
  }

  @Override
  public Optional<LogDensity> writeLogDensity(LearningContext context) {
    return Optional.of(density.writeLogDensity(context));
  }
}
