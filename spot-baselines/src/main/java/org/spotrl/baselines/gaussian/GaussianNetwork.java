package org.spotrl.baselines.gaussian;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Initialization;
import org.spotrl.tensorflow.network.Linear;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;

/**
 * A network from states to diagonal normal distributions over actions.
 *
 * @param config sizes and clamps
 * @param trunk from s, with ReLU after every layer
 * @param mean its head for the mean, not squashed
 * @param logStd its head for the log standard deviation
 */
record GaussianNetwork(GaussianDensityConfig config, Mlp trunk, Linear mean, Linear logStd)
    implements Network {

  /** Fresh weights under {@code gaussian/trunk/0/kernel}, ... {@code gaussian/log_std/bias}. */
  static GaussianNetwork create(GaussianDensityConfig config, LearningContext context) {
    GraphBuilder graph = context.graph();
    Initialization init = context.initialization();
    List<Integer> sizes = new ArrayList<>(List.of(context.observationDim()));
    sizes.addAll(config.hidden());
    int a = context.actionDim();
    Mlp trunk = Mlp.alignedTrunk(graph, init, "gaussian/trunk", sizes);
    return new GaussianNetwork(
        config,
        trunk,
        trunk.head(graph, init, "gaussian/mean", a),
        trunk.head(graph, init, "gaussian/log_std", a));
  }

  /** beta(. | s) at observations {@code [B, S]}. */
  Normal at(Expr observations) {
    Expr features = trunk.features(observations);
    return new Normal(
        mean.apply(features), logStd.apply(features).clip(config.logStdMin(), config.logStdMax()));
  }

  @Override
  public List<Variable> parameters() {
    return Network.of(List.of(trunk, mean, logStd)).parameters();
  }

  /**
   * A diagonal normal distribution for each row.
   *
   * @param mean {@code [B, A]}
   * @param logStd {@code [B, A]}
   */
  record Normal(Expr mean, Expr logStd) {

    private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    /** log N(a; mean, std^2) in nats, summed over the action's dimensions, {@code [B]}. */
    Expr logDensity(Expr actions) {
      Expr scaled = actions.minus(mean).times(logStd.unaryMinus().exp());
      return scaled.square().times(-0.5).minus(logStd).minus(HALF_LOG_2PI).sum(1);
    }
  }
}
