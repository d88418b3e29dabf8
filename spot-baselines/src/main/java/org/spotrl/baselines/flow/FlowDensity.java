package org.spotrl.baselines.flow;

import java.util.List;
import org.spotrl.api.component.ComponentType;
import org.spotrl.tensorflow.density.Density;
import org.spotrl.tensorflow.density.GraphDensity;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.NetworkTraining;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * An autoregressive normalising flow of rational-quadratic splines (Papamakarios et al. 2017;
 * Durkan et al. 2019), trained by maximum likelihood.
 *
 * <p>A spline maps each action dimension to a uniform variable. Its parameters depend on the state
 * and on the action dimensions before it, so log beta(a | s) is the sum of the splines' log slopes:
 * exact, in nats, and from one pass of one network, as is its gradient by the action. Only sampling
 * would need a pass for each dimension, and a regulariser does not sample. Coupling layers need two
 * action dimensions and several passes, and affine layers stay Gaussian with one dimension; a
 * spline can have many modes with one.
 *
 * <p>The density is on the box [-max_action, max_action] and integrates to 1 there. Actions at the
 * bounds are ordinary values: no atanh, whose slope is infinite there and whose clipping would set
 * the density. The log density of a dimension is at most log(2 / min_bin_width), also where many
 * actions are exactly the same. Metric: {@code train/density_loss}, the mean negative
 * log-likelihood in nats.
 */
public final class FlowDensity implements GraphDensity {

  /** The type named {@code flow}. */
  public static final ComponentType<FlowDensityConfig, Density> TYPE =
      new ComponentType<>(
          Density.class,
          "flow",
          "Autoregressive normalising flow of rational-quadratic splines.",
          FlowDensityConfig.DEFAULTS,
          config -> context -> new FlowDensity(config, context));

  private final FlowDensityConfig config;
  private final double maxAction;
  private final RationalQuadraticSpline spline;
  private final MaskedNetwork network;

  private FlowDensity(FlowDensityConfig config, LearningContext context) {
    this.config = config;
    maxAction = context.shape().maxAction();
    spline = new RationalQuadraticSpline(config.bins(), config.minBinWidth());
    network =
        MaskedNetwork.create(
            context.networks(),
            "flow",
            context.shape().observationDim(),
            context.shape().actionDim(),
            config.hidden(),
            spline.parameters());
  }

  /** log beta(a | s) in nats, {@code [B]}. */
  private Expr logDensity(Expr observations, Expr actions) {
    Expr x = actions.div(maxAction);
    long rows = x.size(0);
    long dims = x.size(1);
    Expr parameters = network.apply(observations, x).reshape(rows * dims, spline.parameters());
    Expr each = spline.logDensity(x.reshape(rows * dims), parameters);
    return each.reshape(rows, dims).sum(1).minus(dims * Math.log(maxAction));
  }

  /** Mean of -log beta(a | s) over the batch. */
  @Override
  public List<PhaseDefinition> writeTraining(LearningContext context) {
    Adam adam = new Adam(context.graph(), "flow", network, config.learningRate());
    NetworkTraining training =
        new NetworkTraining("density", config.updates(), config.batchSize(), false, adam);
    return List.of(
        training.write(
            context,
            batch ->
                logDensity(batch.observations(), batch.actions())
                    .mean()
                    .unaryMinus()
                    .named("loss")));
  }

  @Override
  public Expr negLogBeta(Expr observations, Expr actions, NoiseSource noise) {
    return logDensity(observations, actions).unaryMinus();
  }

  @Override
  public LogDensity writeLogDensity(LearningContext context) {
    return LogDensity.of(GraphFunction.ofPairs(context, "log_density", this::logDensity));
  }
}
