package org.spotrl.baselines.onestep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.baselines.onestep.OnestepConfig.Start;
import org.spotrl.baselines.onestep.OnestepConfig.Step;
import org.spotrl.policy.BestOfSamplesFormat;
import org.spotrl.policy.GaussianFormat;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.distribution.TruncatedGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.input.SarsaBatch;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.LogDensity;
import org.spotrl.tensorflow.learner.NetworkTraining;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * One-step offline RL (Brandfonbrener et al. 2021): learns a model beta of the behaviour, then Q of
 * the behaviour by SARSA, and then improves the policy once, by one of four steps. No action that
 * the data lacks enters a target.
 *
 * <p>The policy starts as a copy of beta, or new as a truncated normal distribution. Metrics:
 * {@code train/density_loss}, {@code train/critic_loss}, {@code train/actor_loss}, and of the
 * policy {@code train/q_mean}, {@code train/kl_mean}, {@code train/entropy} where the step has
 * them.
 */
public final class Onestep implements GraphAlgorithm {

  /** The type named {@code onestep}. */
  public static final ComponentType<OnestepConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "onestep",
          "One-step RL (Brandfonbrener et al. 2021).",
          OnestepConfig.DEFAULTS,
          Onestep::new);

  private static final double LOG_STD_MIN = -5;
  private static final double LOG_STD_MAX = 0;

  /** The authors keep the data's actions this far from the bounds in a policy's likelihood. */
  private static final double ACTION_MARGIN = 1e-4;

  private final OnestepConfig config;

  /** One-step RL with these settings. */
  public Onestep(OnestepConfig config) {
    this.config = config;
  }

  /**
   * The networks.
   *
   * @param beta model of the behaviour: observation to mean before tanh and raw log standard
   *     deviation, {@code [2A]}
   * @param pi the policy, in the same form
   * @param critic Q of the behaviour
   * @param targetCritic follows it
   * @param maxAction bound of the actions
   */
  private record Networks(Mlp beta, Mlp pi, Mlp critic, Mlp targetCritic, double maxAction) {

    /** Q(s, a), {@code [B]}. */
    Expr q(Mlp critic, Expr observations, Expr actions) {
      return critic.apply(observations.concat(actions)).reshape(observations.size(0));
    }
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    Networks networks = networks(context);
    boolean sampling = config.step() == Step.EASY_BCQ;
    List<PhaseDefinition> phases = new ArrayList<>();
    phases.add(writeDensityPhase(context, networks));
    phases.add(writeCriticPhase(context, networks));
    if (!sampling) {
      phases.add(writePolicyPhase(context, networks));
    }
    PolicyDefinition policy = sampling ? bestOfBeta(networks) : meanOfPi(networks);
    return LearnerDefinition.of(phases, policy)
        .withDensity(
            LogDensity.of(
                GraphFunction.ofPairs(
                    context,
                    "log_density",
                    (states, actions) ->
                        at(networks, networks.beta(), states).logDensity(actions))))
        .withQ(
            GraphFunction.ofPairs(
                context,
                "action_value",
                (states, actions) -> networks.q(networks.critic(), states, actions)));
  }

  private Networks networks(LearningContext context) {
    NetworkFactory networks = context.networks();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    List<Integer> policy = Mlp.sizes(s, config.policyHidden(), 2 * a);
    List<Integer> critic = Mlp.sizes(s + a, config.criticHidden(), 1);
    return new Networks(
        networks.mlp("beta", policy),
        networks.mlp("pi", policy),
        networks.mlp("critic", critic),
        networks.forTargets().mlp("target_critic", critic),
        context.shape().maxAction());
  }

  private static Map<String, String> gaussian(String network) {
    return Map.of(
        "network",
        network,
        "log_std",
        "soft",
        "log_std_min",
        Double.toString(LOG_STD_MIN),
        "log_std_max",
        Double.toString(LOG_STD_MAX));
  }

  private PolicyDefinition meanOfPi(Networks networks) {
    Map<String, String> settings = new TreeMap<>(gaussian("pi"));
    settings.put("temperature", "0");
    if (isTruncated()) {
      settings.put("mean", "truncated");
    }
    return PolicyDefinition.of(new GaussianFormat(), settings, networks.pi());
  }

  private PolicyDefinition bestOfBeta(Networks networks) {
    Map<String, String> settings = new TreeMap<>(gaussian("beta"));
    settings.put("proposals", GaussianFormat.NAME);
    settings.put("samples", Integer.toString(config.samples()));
    settings.put("q", "critic");
    return PolicyDefinition.of(
        new BestOfSamplesFormat(), settings, networks.beta(), networks.critic());
  }

  /** The distribution that a policy network gives, {@code [B, A]}. */
  private static DiagonalGaussian at(Networks networks, Mlp policy, Expr observations) {
    Expr output = policy.apply(observations).tanh();
    int a = Math.toIntExact(output.size(1)) / 2;
    double half = 0.5 * (LOG_STD_MAX - LOG_STD_MIN);
    return new DiagonalGaussian(
        output.columns(0, a).times(networks.maxAction()),
        output.columns(a, 2 * a).plus(1).times(half).plus(LOG_STD_MIN));
  }

  private boolean isTruncated() {
    return config.start() == Start.TRUNCATED_NORMAL;
  }

  /** The policy's distribution at a state; either both or only the base. */
  private record Pi(DiagonalGaussian base, Optional<TruncatedGaussian> truncated) {

    Expr sample(NoiseSource noise, String name, long... shape) {
      return truncated
          .map(pi -> pi.sample(noise.uniform(name, 0, 1, shape)))
          .orElseGet(() -> base.sample(noise.normal(name, shape)));
    }

    Expr logDensity(Expr actions) {
      return truncated.map(pi -> pi.logDensity(actions)).orElseGet(() -> base.logDensity(actions));
    }
  }

  private Pi pi(Networks networks, Expr observations) {
    DiagonalGaussian base = at(networks, networks.pi(), observations);
    return new Pi(
        base,
        isTruncated()
            ? Optional.of(new TruncatedGaussian(base, networks.maxAction()))
            : Optional.empty());
  }

  /** -mean log beta(a | s). */
  private PhaseDefinition writeDensityPhase(LearningContext context, Networks networks) {
    Adam adam = new Adam(context.graph(), "beta", networks.beta(), config.learningRate());
    NetworkTraining training =
        new NetworkTraining("density", config.densityUpdates(), config.batchSize(), false, adam);
    return training.write(
        context,
        batch ->
            at(networks, networks.beta(), batch.observations())
                .logDensity(batch.actions())
                .mean()
                .unaryMinus()
                .named("loss"));
  }

  /**
   * mean (Q(s, a) - r - gamma (1 - done) Q'(s', a'))^2 with the data's a'. The target moves in
   * every second update.
   */
  private PhaseDefinition writeCriticPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    Adam adam = new Adam(graph, "critic", networks.critic(), config.learningRate());
    graph.beginProgram("critic");
    SarsaBatch sarsa = context.batches().sampleWithNextActions(config.batchSize());
    Batch batch = sarsa.transitions();
    Expr next = networks.q(networks.targetCritic(), batch.nextObservations(), sarsa.nextActions());
    Expr target =
        Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), next)
            .stopGradient();
    Expr q = networks.q(networks.critic(), batch.observations(), batch.actions());
    adam.minimize(Losses.meanSquaredError(q, target).named("loss"));
    TrainOp update = graph.trainOp("update");
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    TrainOp withTarget = graph.trainOp("update_and_target");
    List<Variable> beta = networks.beta().parameters();
    List<Variable> pi = networks.pi().parameters();
    for (int i = 0; i < pi.size() && !isTruncated(); i++) {
      pi.get(i).assign(beta.get(i).value());
    }
    TrainOp last = graph.trainOp("last");
    LongFunction<TrainOp> trainOpOf =
        n -> n == config.criticUpdates() ? last : n % 2 == 0 ? withTarget : update;
    boolean trainsPolicy = config.step() == Step.EASY_BCQ;
    return new PhaseDefinition(
        "critic", config.criticUpdates(), trainsPolicy, trainOpOf, Map.of(), false);
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    Adam adam = new Adam(graph, "pi", networks.pi(), config.learningRate());
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();
    Pi pi = pi(networks, batch.observations());
    adam.minimize(
        switch (config.step()) {
          case REVERSE_KL -> reverseKlLoss(networks, batch, pi, noise);
          case EXP_WEIGHT -> weightedCloningLoss(networks, batch, pi, noise);
          case IL_REG -> imitationLoss(networks, batch, pi, noise);
          case EASY_BCQ -> throw new IllegalStateException("easy-bcq trains no policy");
        });
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /** mean -Q(s, a ~ pi) + alpha KL(pi | beta), the KL by samples. */
  private Expr reverseKlLoss(Networks networks, Batch batch, Pi pi, NoiseSource noise) {
    long[] shape = batch.actions().shape().asArray();
    Expr actions = pi.sample(noise, "action_noise", shape);
    Expr q = networks.q(networks.critic(), batch.observations(), actions).named("q");
    Expr samples = pi.sample(noise, "kl_noise", config.samples(), shape[0], shape[1]);
    Expr logPi = pi.logDensity(samples);
    Expr logBeta = at(networks, networks.beta(), batch.observations()).logDensity(samples);
    Expr kl = logPi.minus(logBeta).mean(0);
    logPi.mean().unaryMinus().named("entropy");
    q.mean().named("q_mean");
    kl.mean().named("kl_mean");
    return kl.times(config.alpha()).minus(q).mean().named("actor_loss");
  }

  /** mean min(exp(temperature (Q(s, a) - V(s))), cap) * -log pi(a | s), V by samples of beta. */
  private Expr weightedCloningLoss(Networks networks, Batch batch, Pi pi, NoiseSource noise) {
    int n = config.samples();
    long rows = batch.size();
    long a = batch.actions().size(1);
    DiagonalGaussian beta = at(networks, networks.beta(), batch.observations());
    Expr sampled = beta.samples(noise.normal("value_noise", rows, n, a)).reshape(rows * n, a);
    Expr v =
        networks
            .q(networks.critic(), batch.observations().repeatRows(n), sampled)
            .reshape(rows, n)
            .mean(1);
    Expr q = networks.q(networks.critic(), batch.observations(), batch.actions());
    Expr weights =
        Losses.exponentialWeights(q.minus(v), config.temperature(), config.weightCap())
            .named("weights");
    return weights
        .times(pi.logDensity(insideBounds(networks, batch.actions())))
        .mean()
        .unaryMinus()
        .named("actor_loss");
  }

  /** mean -Q(s, a ~ pi) - alpha log pi(a | s). */
  private Expr imitationLoss(Networks networks, Batch batch, Pi pi, NoiseSource noise) {
    Expr actions = pi.sample(noise, "action_noise", batch.actions().shape().asArray());
    Expr q = networks.q(networks.critic(), batch.observations(), actions).named("q");
    q.mean().named("q_mean");
    Expr logPi = pi.logDensity(insideBounds(networks, batch.actions()));
    return q.plus(logPi.times(config.alpha())).mean().unaryMinus().named("actor_loss");
  }

  private static Expr insideBounds(Networks networks, Expr actions) {
    double bound = networks.maxAction() - ACTION_MARGIN;
    return actions.clip(-bound, bound);
  }
}
