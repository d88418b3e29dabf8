package org.spotrl.tensorflow.actorcritic;

import java.util.Map;
import org.spotrl.policy.SquashedGaussianFormat;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.distribution.TanhGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.network.Dropout;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.regularizer.ActorOutput;

/**
 * SAC: a tanh-Gaussian actor without a target network, whose entropy is part of the values
 * (Haarnoja et al. 2018).
 *
 * <p>Dropout, if there is any, is on wherever the actor is trained or asked for next actions, as in
 * TD3.
 */
record SacBackbone(
    ActorCriticConfig config,
    LearningContext context,
    Networks networks,
    EntropyWeight entropyWeight)
    implements GraphBackbone {

  /** Bounds of the log standard deviation before tanh (Haarnoja et al. 2018, code). */
  private static final double LOG_STD_MIN = -20;

  private static final double LOG_STD_MAX = 2;

  static SacBackbone create(ActorCriticConfig config, LearningContext context, Networks networks) {
    EntropyWeight weight =
        EntropyWeight.create(context, config.targetEntropy(), config.actorLearningRate());
    return new SacBackbone(config, context, networks, weight);
  }

  @Override
  public int policyFrequency() {
    return 1;
  }

  /** min_i Q_i'(s', a') - alpha log pi(a' | s') with a' from pi. */
  @Override
  public Expr nextValue(Expr nextObservations, NoiseSource noise) {
    ActorOutput next = act(nextObservations, noise, "next_action_noise", "next_actor_dropout");
    Expr nextAction = next.actions().named("next_action");
    TwinCritic.Values values = networks.targetCritic().apply(nextObservations, nextAction);
    values.q1().named("target_q1");
    values.q2().named("target_q2");
    Expr logPi = logPi(next).named("next_log_pi");
    return values.min().minus(logPi.times(entropyWeight.alpha()));
  }

  @Override
  public ActorOutput act(Expr observations, NoiseSource noise) {
    return act(observations, noise, "action_noise", "actor_dropout");
  }

  private ActorOutput act(
      Expr observations, NoiseSource noise, String drawsName, String dropoutName) {
    Dropout dropout = new Dropout(noise, dropoutName, config.actorDropout());
    Expr output = networks.actor().apply(observations, dropout);
    int a = context.shape().actionDim();
    DiagonalGaussian base =
        new DiagonalGaussian(
            output.columns(0, a), output.columns(a, 2 * a).clip(LOG_STD_MIN, LOG_STD_MAX));
    TanhGaussian pi = new TanhGaussian(base, context.shape().maxAction());
    return ActorOutput.sampled(pi, noise.normal(drawsName, observations.size(0), a));
  }

  /** log pi(a | s) of a sample, {@code [B]}. */
  private static Expr logPi(ActorOutput sample) {
    TanhGaussian pi = sample.distribution().orElseThrow();
    return pi.logDensityBeforeTanh(sample.beforeTanh());
  }

  @Override
  public Expr q(TwinCritic critic, Expr observations, Expr actions) {
    return critic.apply(observations, actions).min();
  }

  /** mean Q(s, a) - alpha log pi(a | s). */
  @Override
  public Expr objective(Expr meanQ, ActorOutput actor) {
    Expr alpha = entropyWeight.alpha().named("alpha");
    return meanQ.minus(logPi(actor).mean().times(alpha));
  }

  @Override
  public void afterActor(ActorOutput actor) {
    Expr logPi = logPi(actor).stopGradient();
    entropyWeight.adam().minimize(entropyWeight.loss(logPi).named("alpha_loss"));
  }

  @Override
  public PolicyDefinition policy() {
    Map<String, String> settings =
        Map.of(
            "temperature", "0",
            "log_std_min", Double.toString(LOG_STD_MIN),
            "log_std_max", Double.toString(LOG_STD_MAX));
    return PolicyDefinition.of(new SquashedGaussianFormat(), settings, networks.actor());
  }
}
