package org.spotrl.tensorflow.density.cvae;

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
 * Encoder and decoder of the conditional VAE.
 *
 * @param config sizes and clamps
 * @param encoder trunk of the encoder, from (s, a)
 * @param mean its head for the latent's mean
 * @param logStd its head for the latent's log standard deviation
 * @param decoder from (s, z) to the action before tanh
 * @param maxAction bound of the actions
 */
public record CvaeNetwork(
    CvaeConfig config, Mlp encoder, Linear mean, Linear logStd, Mlp decoder, double maxAction)
    implements Network {

  /** Fresh weights under the names {@code vae/encoder/0/kernel}, ... {@code vae/mean/kernel}. */
  public static CvaeNetwork create(CvaeConfig config, LearningContext context) {
    GraphBuilder graph = context.graph();
    Initialization init = context.initialization();
    int s = context.observationDim();
    int a = context.actionDim();
    int latent = config.latentDim() == 0 ? 2 * a : config.latentDim();
    List<Integer> trunk = new ArrayList<>(List.of(s + a));
    trunk.addAll(config.hidden());
    Mlp encoder = Mlp.alignedTrunk(graph, init, "vae/encoder", trunk);
    return new CvaeNetwork(
        config,
        encoder,
        encoder.head(graph, init, "vae/mean", latent),
        encoder.head(graph, init, "vae/log_std", latent),
        Mlp.aligned(graph, init, "vae/decoder", Mlp.sizes(s + latent, config.hidden(), a)),
        context.maxAction());
  }

  /** Size of the latent, L. */
  public int latentDim() {
    return Math.toIntExact(mean.bias().shape()[0]);
  }

  /**
   * q(z | s, a), from {@code [B, S]} and {@code [B, A]}; both heads in one product, which is faster
   * than two narrow ones.
   */
  public Latent encode(Expr observations, Expr actions) {
    Expr features = encoder.features(observations.concat(actions));
    Expr kernels = mean.kernel().value().concat(logStd.kernel().value());
    Expr biases = mean.bias().value().concat(logStd.bias().value());
    Expr heads = features.matmul(kernels).plus(biases);
    return new Latent(
        heads.columns(0, latentDim()),
        heads.columns(latentDim(), 2 * latentDim()).clip(config.logStdMin(), config.logStdMax()));
  }

  /** The action {@code [B, A]} that a latent {@code [B, L]} stands for at a state. */
  public Expr decode(Expr observations, Expr z) {
    return decoder.apply(observations.concat(z)).tanh().times(maxAction);
  }

  @Override
  public List<Variable> parameters() {
    return Network.of(List.of(encoder, mean, logStd, decoder)).parameters();
  }

  /**
   * A diagonal normal distribution over latents.
   *
   * @param mean {@code [B, L]}
   * @param logStd {@code [B, L]}
   */
  public record Latent(Expr mean, Expr logStd) {

    /** The standard deviation {@code [B, L]}. */
    public Expr std() {
      return logStd.exp();
    }

    /** KL to N(0, 1) by dimension, {@code [B, L]}: -(1 + log std^2 - mean^2 - std^2) / 2. */
    public Expr klTerms() {
      Expr logVariance = logStd.times(2);
      return logVariance.plus(1).minus(mean.square()).minus(logVariance.exp()).times(-0.5);
    }
  }
}
