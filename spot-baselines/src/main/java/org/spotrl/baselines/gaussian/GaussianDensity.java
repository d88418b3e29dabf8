package org.spotrl.baselines.gaussian;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.GraphDensity;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.NetworkTraining;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.network.Linear;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * A diagonal Gaussian with state-dependent mean and standard deviation, trained by maximum
 * likelihood: the simple density to compare the CVAE with.
 *
 * <p>Its log density is exact and in nats. Metrics: {@code train/density_loss}, the mean negative
 * log-likelihood in nats, and {@code train/density_log_std}, the mean log standard deviation.
 */
public final class GaussianDensity implements GraphDensity {

  /** The type named {@code gaussian}. */
  public static final ComponentType<GaussianDensityConfig, Density> TYPE =
      new ComponentType<>(
          Density.class,
          "gaussian",
          "State-conditioned diagonal Gaussian, trained by maximum likelihood.",
          GaussianDensityConfig.DEFAULTS,
          config -> context -> new GaussianDensity(config, context));

  private final GaussianDensityConfig config;
  private final Mlp trunk;
  private final Linear mean;
  private final Linear logStd;

  private GaussianDensity(GaussianDensityConfig config, LearningContext context) {
    this.config = config;
    NetworkFactory networks = context.networks();
    List<Integer> sizes = new ArrayList<>(List.of(context.shape().observationDim()));
    sizes.addAll(config.hidden());
    trunk = networks.alignedTrunk("gaussian/trunk", sizes);
    mean = networks.head(trunk, "gaussian/mean", context.shape().actionDim());
    logStd = networks.head(trunk, "gaussian/log_std", context.shape().actionDim());
  }

  /** beta(. | s) at observations {@code [B, S]}; the mean is not squashed. */
  private DiagonalGaussian at(Expr observations) {
    Expr features = trunk.features(observations);
    return new DiagonalGaussian(
        mean.apply(features), logStd.apply(features).clip(config.logStdMin(), config.logStdMax()));
  }

  /** Mean of -log beta(a | s) over the batch. */
  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    Network network = Network.of(List.of(trunk, mean, logStd));
    Adam adam = new Adam(context.graph(), "gaussian", network, config.learningRate());
    NetworkTraining training =
        new NetworkTraining("density", config.updates(), config.batchSize(), false, adam);
    return List.of(
        training.write(
            context,
            batch -> {
              DiagonalGaussian beta = at(batch.observations());
              beta.logStd().mean().named("log_std");
              return beta.logDensity(batch.actions()).mean().unaryMinus().named("loss");
            }));
  }

  @Override
  public Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise) {
    return at(observations).logDensity(actions).unaryMinus();
  }

  @Override
  public LogDensity writeLogDensity(LearningContext context) {
    return LogDensity.of(
        GraphFunction.ofPairs(
            context,
            "log_density",
            (observations, actions) -> at(observations).logDensity(actions)));
  }
}
