package org.spotrl.tensorflow.density.cvae;

import org.spotrl.tensorflow.graph.Expr;

/**
 * Bounds on log beta(a | s) by a conditional VAE whose decoder has the variance beta/4.
 *
 * <p>All take observations {@code [B, S]}, actions {@code [B, A]} and standard normal draws {@code
 * [B, M, L]} for M latent samples, and give {@code [B]}, with a gradient to the actions through the
 * encoder and through the reconstruction's target.
 */
public final class CvaeBounds {

  private static final double LOG_2PI = Math.log(2 * Math.PI);

  private final CvaeNetwork network;
  private final double beta;

  /** Bounds by this network, beta being the weight of KL in its training. */
  public CvaeBounds(CvaeNetwork network, double beta) {
    this.network = network;
    this.beta = beta;
  }

  /** Mean over samples and dimensions of (u - a)^2 + beta * mean over latent dimensions of KL. */
  public Expr elboLoss(Expr observations, Expr actions, Expr draws) {
    CvaeNetwork.Latent latent = network.encode(observations, actions);
    Expr u = reconstructions(observations, sample(latent, draws), draws.size(1));
    Expr error = u.minus(actions.expandDims(1)).square().mean(1, 2);
    return error.plus(latent.klTerms().mean(1).times(beta));
  }

  /** The evidence lower bound in nats: mean over samples of log p(a | z) - KL, summed over axes. */
  public Expr elbo(Expr observations, Expr actions, Expr draws) {
    CvaeNetwork.Latent latent = network.encode(observations, actions);
    Expr u = reconstructions(observations, sample(latent, draws), draws.size(1));
    return logLikelihood(u, actions).mean(1).minus(latent.klTerms().sum(1));
  }

  /** log of the mean of the importance weights p(a | z) p(z) / q(z | s, a), in nats. */
  public Expr importanceWeighted(Expr observations, Expr actions, Expr draws) {
    CvaeNetwork.Latent latent = network.encode(observations, actions);
    Expr z = sample(latent, draws);
    Expr u = reconstructions(observations, z, draws.size(1));
    // log p(z) - log q(z): with z = mean + std * draw, (z - mean) / std is the draw itself.
    Expr prior = z.square().times(-0.5);
    Expr posterior = draws.square().times(-0.5).minus(latent.logStd().expandDims(1));
    Expr logWeights = logLikelihood(u, actions).plus(prior.minus(posterior).sum(2));
    return logWeights.logSumExp(1).minus(Math.log((double) draws.size(1)));
  }

  /**
   * log of the mean of p(a | z) over latents of the prior, in nats: without the encoder, so that
   * one decoding serves all actions of a state.
   *
   * @param observation {@code [1, S]}
   * @param actions {@code [B, A]}
   * @param draws {@code [M, L]}
   */
  public Expr priorSampled(Expr observation, Expr actions, Expr draws) {
    int samples = Math.toIntExact(draws.size(0));
    Expr u = network.decode(observation.repeatRows(samples), draws).expandDims(0);
    return logLikelihood(u, actions).logSumExp(1).minus(Math.log((double) samples));
  }

  /** z = mean + std * draw, {@code [B, M, L]}. */
  private static Expr sample(CvaeNetwork.Latent latent, Expr draws) {
    return latent.mean().expandDims(1).plus(latent.std().expandDims(1).times(draws));
  }

  /** The decoder's actions {@code [B, M, A]} for latents {@code [B, M, L]}. */
  private Expr reconstructions(Expr observations, Expr z, long samples) {
    long rows = observations.size(0);
    Expr flat = z.reshape(rows * samples, z.size(2));
    Expr u = network.decode(observations.repeatRows(Math.toIntExact(samples)), flat);
    return u.reshape(rows, samples, u.size(1));
  }

  /** log N(a; u, beta/4), summed over the action's dimensions, {@code [B, M]}. */
  private Expr logLikelihood(Expr u, Expr actions) {
    double variance = beta / 4;
    return u.minus(actions.expandDims(1))
        .square()
        .times(-0.5 / variance)
        .minus(0.5 * (LOG_2PI + Math.log(variance)))
        .sum(2);
  }
}
