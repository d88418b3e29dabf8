package org.spotrl.baselines.mixture;

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
 * A mixture density network (Bishop 1994): a mixture of diagonal Gaussians whose weights, means and
 * standard deviations depend on the state, trained by maximum likelihood.
 *
 * <p>Its log density is exact and in nats. Unlike one Gaussian it can have several modes, and
 * narrow components where many actions are the same, such as at the bounds. Metric: {@code
 * train/density_loss}, the mean negative log-likelihood in nats.
 */
public final class GaussianMixtureDensity implements GraphDensity {

  /** The type named {@code gaussian-mixture}. */
  public static final ComponentType<GaussianMixtureDensityConfig, Density> TYPE =
      new ComponentType<>(
          Density.class,
          "gaussian-mixture",
          "State-conditioned mixture of diagonal Gaussians (mixture density network).",
          GaussianMixtureDensityConfig.DEFAULTS,
          config -> context -> new GaussianMixtureDensity(config, context));

  private final GaussianMixtureDensityConfig config;
  private final int actionDim;
  private final Mlp trunk;
  private final Linear head;

  private GaussianMixtureDensity(GaussianMixtureDensityConfig config, LearningContext context) {
    this.config = config;
    actionDim = context.shape().actionDim();
    NetworkFactory networks = context.networks();
    List<Integer> sizes = new ArrayList<>(List.of(context.shape().observationDim()));
    sizes.addAll(config.hidden());
    trunk = networks.alignedTrunk("mixture/trunk", sizes);
    head = networks.head(trunk, "mixture/head", config.components() * (1 + 2 * actionDim));
  }

  /** beta(. | s) at observations {@code [B, S]}; the means are not squashed. */
  private GaussianMixture at(Expr observations) {
    int k = config.components();
    int means = k * actionDim;
    long rows = observations.size(0);
    Expr output = head.apply(trunk.features(observations));
    Expr logStd =
        output.columns(k + means, k + 2 * means).clip(config.logStdMin(), config.logStdMax());
    return new GaussianMixture(
        output.columns(0, k),
        new DiagonalGaussian(
            output.columns(k, k + means).reshape(rows, k, actionDim),
            logStd.reshape(rows, k, actionDim)));
  }

  /** Mean of -log beta(a | s) over the batch. */
  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    Network network = Network.of(List.of(trunk, head));
    Adam adam = new Adam(context.graph(), "mixture", network, config.learningRate());
    NetworkTraining training =
        new NetworkTraining("density", config.updates(), config.batchSize(), false, adam);
    return List.of(
        training.write(
            context,
            batch ->
                at(batch.observations())
                    .logDensity(batch.actions())
                    .mean()
                    .unaryMinus()
                    .named("loss")));
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
