package org.spotrl.tensorflow.regularizer;

import java.util.List;
import java.util.Optional;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.loss.Losses;

/**
 * BEAR's constraint (Kumar et al. 2019, equation 6) as a penalty: the maximum mean discrepancy
 * between the policy and samples of a conditional VAE at the same state, on values before tanh.
 *
 * <p>The VAE is trained first and then fixed, as the density of SPOT; BEAR trains it beside the
 * policy. As in BEAR, the normal draws of both are clipped. A stochastic actor gives several
 * samples; a deterministic one its single action, whose discrepancy is that of a point mass.
 * Metric: {@code train/mmd_mean}.
 */
public final class MmdRegularizer implements GraphRegularizer {

  /** The type named {@code mmd}. */
  public static final ComponentType<MmdRegularizerConfig, Regularizer> TYPE =
      new ComponentType<>(
          Regularizer.class,
          "mmd",
          "Penalises the maximum mean discrepancy between policy and behaviour (BEAR).",
          MmdRegularizerConfig.DEFAULTS,
          config ->
              context ->
                  new MmdRegularizer(config, (Cvae) config.density().create().define(context)));

  /** BEAR clips the draws of the samples that it compares to +- this value. */
  public static final double DRAW_CLIP = 0.5;

  private final MmdRegularizerConfig config;
  private final Cvae behavior;

  private MmdRegularizer(MmdRegularizerConfig config, Cvae behavior) {
    this.config = config;
    this.behavior = behavior;
  }

  /** Mean of MMD(beta(. | s), pi(. | s)) over the batch. */
  @Override
  public Expr penalty(Batch batch, ActorOutput actor, NoiseSource noise) {
    int n = config.samples();
    long rows = batch.size();
    Expr latents =
        noise
            .normal("mmd_latent_noise", rows, n, behavior.network().latentDim())
            .clip(-DRAW_CLIP, DRAW_CLIP);
    Expr fromData =
        behavior.network().decodeBeforeTanh(batch.observations(), latents).stopGradient();
    long a = batch.actions().size(1);
    Expr fromPolicy =
        actor
            .distribution()
            .map(
                pi ->
                    pi.base()
                        .samples(
                            noise
                                .normal("mmd_actor_noise", rows, n, a)
                                .clip(-DRAW_CLIP, DRAW_CLIP)))
            .orElseGet(() -> actor.beforeTanh().expandDims(1));
    return Losses.maximumMeanDiscrepancy(fromData, fromPolicy, config.kernel(), config.sigma())
        .named("mmd")
        .mean()
        .named("mmd_mean");
  }

  @Override
  public LambdaSchedule lambda() {
    return new LambdaSchedule(config.lambda(), config.lambdaEnd(), config.lambdaScheduleUpdates());
  }

  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    return behavior.writeTraining(context);
  }

  @Override
  public Optional<LogDensity> writeLogDensity(LearningContext context) {
    return Optional.of(behavior.writeLogDensity(context));
  }
}
