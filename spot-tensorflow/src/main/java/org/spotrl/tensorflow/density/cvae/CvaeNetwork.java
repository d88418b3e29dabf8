package org.spotrl.tensorflow.density.cvae;

import java.util.ArrayList;
import java.util.List;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Linear;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;

/**
 * Encoder and decoder of the conditional VAE, its training loss and its bounds of log beta(a | s).
 * The decoder's variance is beta/4.
 *
 * <p>The bounds take observations {@code [B, S]}, actions {@code [B, A]} and standard normal draws
 * {@code [B, M, L]} for M latent samples. They return {@code [B]}, with a gradient to the actions
 * through the encoder and the reconstruction error.
 *
 * @param config sizes, bounds of the log standard deviation, and the KL weight beta
 * @param encoder trunk of the encoder; its input is (s, a)
 * @param mean head of the encoder for the latent mean
 * @param logStd head of the encoder for the latent log standard deviation
 * @param decoder decoder from (s, z) to the action before tanh
 * @param maxAction bound of the actions
 */
public record CvaeNetwork(
    CvaeConfig config, Mlp encoder, Linear mean, Linear logStd, Mlp decoder, double maxAction)
    implements Network {

  private static final double LOG_2PI = Math.log(2 * Math.PI);

  /** Creates the networks {@code vae/encoder/0/kernel}, ... {@code vae/mean/kernel}. */
  public static CvaeNetwork create(CvaeConfig config, LearningContext context) {
    NetworkFactory networks = context.networks();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    int latent = config.latentDim() == 0 ? 2 * a : config.latentDim();
    List<Integer> trunk = new ArrayList<>(List.of(s + a));
    trunk.addAll(config.hidden());
    Mlp encoder = networks.alignedTrunk("vae/encoder", trunk);
    return new CvaeNetwork(
        config,
        encoder,
        networks.head(encoder, "vae/mean", latent),
        networks.head(encoder, "vae/log_std", latent),
        networks.alignedMlp("vae/decoder", Mlp.sizes(s + latent, config.hidden(), a)),
        context.shape().maxAction());
  }

  /** Size of the latent, L. */
  public int latentDim() {
    return Math.toIntExact(mean.bias().shape()[0]);
  }

  /**
   * q(z | s, a) from {@code [B, S]} and {@code [B, A]}. One matrix product computes both heads,
   * which is faster than two narrow products.
   */
  public DiagonalGaussian encode(Expr observations, Expr actions) {
    Expr features = encoder.features(observations.concat(actions));
    Expr kernels = mean.kernel().value().concat(logStd.kernel().value());
    Expr biases = mean.bias().value().concat(logStd.bias().value());
    Expr heads = features.matmul(kernels).plus(biases);
    return new DiagonalGaussian(
        heads.columns(0, latentDim()),
        heads.columns(latentDim(), 2 * latentDim()).clip(config.logStdMin(), config.logStdMax()));
  }

  /** Decodes latents {@code [B, L]} to actions {@code [B, A]}. */
  public Expr decode(Expr observations, Expr z) {
    return decoder.apply(observations.concat(z)).tanh().times(maxAction);
  }

  /**
   * Decodes M latents of each row to values before tanh, {@code [B, M, A]}.
   *
   * @param observations {@code [B, S]}
   * @param z {@code [B, M, L]}
   */
  public Expr decodeBeforeTanh(Expr observations, Expr z) {
    long samples = z.size(1);
    long rows = observations.size(0);
    Expr repeated = observations.repeatRows(Math.toIntExact(samples));
    Expr decoded = decoder.apply(repeated.concat(z.reshape(rows * samples, z.size(2))));
    return decoded.reshape(rows, samples, decoded.size(1));
  }

  /**
   * The training loss: |u - a|^2 + beta KL(q(z|s,a) || N(0, I)), both as means, with one latent
   * sample for each transition.
   *
   * @param draws {@code [B, L]}
   */
  public Expr trainingLoss(Expr observations, Expr actions, Expr draws) {
    DiagonalGaussian latent = encode(observations, actions);
    Expr u = decode(observations, latent.sample(draws)).named("reconstruction");
    latent.mean().named("mean");
    latent.std().named("std");
    Expr reconstructionLoss = u.minus(actions).square().mean().named("reconstruction_loss");
    Expr klLoss = latent.klToStandardNormal().mean().named("kl_loss");
    return reconstructionLoss.plus(klLoss.times(config.beta()));
  }

  /** Mean over samples and dimensions of (u - a)^2 + beta * mean over latent dimensions of KL. */
  public Expr elboLoss(Expr observations, Expr actions, Expr draws) {
    DiagonalGaussian latent = encode(observations, actions);
    Expr u = reconstructions(observations, latent.samples(draws), draws.size(1));
    Expr error = u.minus(actions.expandDims(1)).square().mean(1, 2);
    return error.plus(latent.klToStandardNormal().mean(1).times(config.beta()));
  }

  /**
   * The evidence lower bound in nats: mean over samples of log p(a | z), minus KL; sums over
   * dimensions.
   */
  public Expr elbo(Expr observations, Expr actions, Expr draws) {
    DiagonalGaussian latent = encode(observations, actions);
    Expr u = reconstructions(observations, latent.samples(draws), draws.size(1));
    return logLikelihood(u, actions).mean(1).minus(latent.klToStandardNormal().sum(1));
  }

  /** log of the mean of the importance weights p(a | z) p(z) / q(z | s, a), in nats. */
  public Expr importanceWeighted(Expr observations, Expr actions, Expr draws) {
    DiagonalGaussian latent = encode(observations, actions);
    Expr z = latent.samples(draws);
    Expr u = reconstructions(observations, z, draws.size(1));
    // log p(z) - log q(z): with z = mean + std * draw, (z - mean) / std is the draw itself.
    Expr prior = z.square().times(-0.5);
    Expr posterior = draws.square().times(-0.5).minus(latent.logStd().expandDims(1));
    Expr logWeights = logLikelihood(u, actions).plus(prior.minus(posterior).sum(2));
    return logWeights.logSumExp(1).minus(Math.log((double) draws.size(1)));
  }

  /**
   * log of the mean of p(a | z) over latents from the prior, in nats. It does not use the encoder,
   * so the latents are decoded once for all actions at a state.
   *
   * @param observation {@code [1, S]}
   * @param actions {@code [B, A]}
   * @param draws {@code [M, L]}
   */
  public Expr priorSampled(Expr observation, Expr actions, Expr draws) {
    int samples = Math.toIntExact(draws.size(0));
    Expr u = decode(observation.repeatRows(samples), draws).expandDims(0);
    return logLikelihood(u, actions).logSumExp(1).minus(Math.log((double) samples));
  }

  @Override
  public List<Variable> parameters() {
    return Network.of(List.of(encoder, mean, logStd, decoder)).parameters();
  }

  /** The decoder's actions {@code [B, M, A]} for latents {@code [B, M, L]}. */
  private Expr reconstructions(Expr observations, Expr z, long samples) {
    long rows = observations.size(0);
    Expr flat = z.reshape(rows * samples, z.size(2));
    Expr u = decode(observations.repeatRows(Math.toIntExact(samples)), flat);
    return u.reshape(rows, samples, u.size(1));
  }

  /** log N(a; u, beta/4), summed over the action's dimensions, {@code [B, M]}. */
  private Expr logLikelihood(Expr u, Expr actions) {
    double variance = config.beta() / 4;
    return u.minus(actions.expandDims(1))
        .square()
        .times(-0.5 / variance)
        .minus(0.5 * (LOG_2PI + Math.log(variance)))
        .sum(2);
  }
}
