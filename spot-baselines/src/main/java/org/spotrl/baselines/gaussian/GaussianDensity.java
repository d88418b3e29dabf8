package org.spotrl.baselines.gaussian;

import java.util.List;
import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.DensityModel;
import org.spotrl.tensorflow.density.DensityNetwork;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.DensityProbe;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.UpdateKind;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * The behaviour policy as a diagonal Gaussian with state-dependent mean and standard deviation,
 * trained by maximum likelihood: the simple density that the CVAE is compared with.
 *
 * <p>Its negative log density is exact and in nats, while the CVAE's {@code elbo} bound is scaled
 * by beta/(2A): the same lambda is 2A/beta times stronger here (24 times with 6 action dimensions
 * and beta 0.5), so divide the CVAE's lambda by that. Metrics: {@code train/density_loss}, the mean
 * negative log-likelihood in nats, and {@code train/density_log_std}, the mean log standard
 * deviation.
 */
public final class GaussianDensity implements DensityNetwork {

  /** The kind named {@code gaussian}. */
  public static final ComponentType<GaussianDensityConfig, DensityModel> TYPE =
      new ComponentType<>(
          DensityModel.class,
          "gaussian",
          "State-conditioned diagonal Gaussian, trained by maximum likelihood.",
          GaussianDensityConfig.DEFAULTS,
          config ->
              context -> new GaussianDensity(config, GaussianNetwork.create(config, context)));

  private static final int ANALYSIS_ROWS = 256;

  private final GaussianDensityConfig config;
  private final GaussianNetwork network;

  private GaussianDensity(GaussianDensityConfig config, GaussianNetwork network) {
    this.config = config;
    this.network = network;
  }

  /** - mean log beta(a | s) over the batch. */
  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    GraphBuilder graph = context.graph();
    Adam adam = new Adam(graph, "gaussian", network, config.learningRate());
    graph.beginProgram("density");
    Batch batch = context.batches().sample(config.batchSize());
    GaussianNetwork.Normal beta = network.at(batch.observations());
    Expr loss = beta.logDensity(batch.actions()).mean().unaryMinus();
    adam.minimize(loss);

    Map<String, String> metrics =
        Map.of(
            "train/density_loss", graph.observe("loss", loss),
            "train/density_log_std", graph.observe("log_std", beta.logStd().mean()));
    UpdateKind kind = new UpdateKind(graph.milestone("update"), metrics);
    return List.of(PhaseDefinition.uniform("density", config.updates(), false, kind));
  }

  @Override
  public Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise) {
    return network.at(observations).logDensity(actions).unaryMinus();
  }

  @Override
  public DensityProbe writeAnalysis(LearningContext context) {
    return DensityProbe.write(
        context,
        ANALYSIS_ROWS,
        (observations, actions) -> network.at(observations).logDensity(actions));
  }
}
