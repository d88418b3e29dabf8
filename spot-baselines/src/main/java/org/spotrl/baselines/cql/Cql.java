package org.spotrl.baselines.cql;

import java.util.List;
import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.learning.Algorithm;
import org.spotrl.policy.SquashedGaussianFormat;
import org.spotrl.tensorflow.actorcritic.EntropyWeight;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.distribution.TanhGaussian;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.input.Batch;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.learner.GraphAlgorithm;
import org.spotrl.tensorflow.learner.GraphFunction;
import org.spotrl.tensorflow.learner.LearnerDefinition;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.learner.PhaseDefinition;
import org.spotrl.tensorflow.learner.PolicyDefinition;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.network.Initializer;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;
import org.spotrl.tensorflow.network.TwinCritic;
import org.spotrl.tensorflow.optimizer.Adam;

/**
 * Conservative Q-learning (Kumar et al. 2020) in CORL's form: soft actor-critic whose critics are
 * pushed down at sampled actions and up at the data's, CQL(H).
 *
 * <p>All losses of an update use the networks from before it. Metrics: {@code train/critic_loss},
 * {@code train/conservative_gap} (mean over both critics of log-sum-exp Q minus Q at the data's
 * actions), {@code train/actor_loss}, {@code train/alpha} and {@code train/log_pi}; with {@code
 * lagrange} also {@code train/alpha_prime}.
 */
public final class Cql implements GraphAlgorithm {

  /** The type named {@code cql}. */
  public static final ComponentType<CqlConfig, Algorithm> TYPE =
      new ComponentType<>(
          Algorithm.class,
          "cql",
          "Conservative Q-learning (Kumar et al. 2020).",
          CqlConfig.DEFAULTS,
          Cql::new);

  private static final double LOG_STD_MIN = -20;
  private static final double LOG_STD_MAX = 2;
  private static final double MAX_ALPHA_PRIME = 1e6;
  private final CqlConfig config;

  /** CQL with these settings. */
  public Cql(CqlConfig config) {
    this.config = config;
  }

  /**
   * The networks of CQL.
   *
   * @param actor observation to mean and raw log standard deviation before tanh, {@code [2A]}
   * @param logStdMultiplier scales the raw log standard deviation
   * @param logStdOffset is added to it
   * @param entropyWeight alpha
   * @param logAlphaPrime log of the learnt weight of the penalty
   */
  private record Networks(
      Mlp actor,
      Variable logStdMultiplier,
      Variable logStdOffset,
      TwinCritic critic,
      TwinCritic targetCritic,
      EntropyWeight entropyWeight,
      Variable logAlphaPrime) {

    Network policy() {
      Network scale = () -> List.of(logStdMultiplier, logStdOffset);
      return Network.of(List.of(actor, scale));
    }
  }

  @Override
  public LearnerDefinition define(LearningContext context) {
    Networks networks = networks(context);
    PhaseDefinition phase = writePolicyPhase(context, networks);
    Map<String, String> settings =
        Map.of(
            "temperature", "0",
            "log_std_min", Double.toString(LOG_STD_MIN),
            "log_std_max", Double.toString(LOG_STD_MAX));
    return LearnerDefinition.of(
            List.of(phase),
            PolicyDefinition.of(new SquashedGaussianFormat(), settings, networks.policy()))
        .withQ(
            GraphFunction.ofPairs(
                context,
                "action_value",
                (states, actions) -> networks.critic().apply(states, actions).min()));
  }

  private Networks networks(LearningContext context) {
    GraphBuilder graph = context.graph();
    NetworkFactory factory = context.networks();
    int s = context.shape().observationDim();
    int a = context.shape().actionDim();
    return new Networks(
        factory.mlp(
            "actor",
            Mlp.sizes(s, config.actorHidden(), 2 * a),
            Initializer.PYTORCH,
            Initializer.xavier(1e-2)),
        scalar(graph, "actor/log_std_multiplier", 1),
        scalar(graph, "actor/log_std_offset", -1),
        critic(factory, "critic", s + a),
        critic(factory.forTargets(), "target_critic", s + a),
        EntropyWeight.create(context, config.targetEntropy(), config.actorLearningRate()),
        scalar(graph, "log_alpha_prime", 1));
  }

  private static Variable scalar(GraphBuilder graph, String name, float initial) {
    return graph.variable(name, () -> new float[] {initial});
  }

  private TwinCritic critic(NetworkFactory factory, String name, int inputs) {
    List<Integer> sizes = Mlp.sizes(inputs, config.criticHidden(), 1);
    Initializer hidden = Initializer.orthogonal(Math.sqrt(2));
    Initializer last = Initializer.orthogonal(1e-2);
    return new TwinCritic(
        factory.mlp(name + "/q1", sizes, hidden, last),
        factory.mlp(name + "/q2", sizes, hidden, last));
  }

  private PhaseDefinition writePolicyPhase(LearningContext context, Networks networks) {
    GraphBuilder graph = context.graph();
    double actorRate = config.actorLearningRate();
    double criticRate = config.criticLearningRate();
    Network logAlphaPrime = () -> List.of(networks.logAlphaPrime());
    Adam alphaPrimeAdam = new Adam(graph, "alpha_prime", logAlphaPrime, criticRate);
    Adam actorAdam = new Adam(graph, "actor", networks.policy(), actorRate);
    Adam criticAdam = new Adam(graph, "critic", networks.critic(), criticRate);
    graph.beginProgram("policy");
    Batch batch = context.batches().sample(config.batchSize());
    NoiseSource noise = context.noise();
    double maxAction = context.shape().maxAction();
    TanhGaussian pi = pi(networks, batch.observations(), maxAction);
    TanhGaussian nextPi = pi(networks, batch.nextObservations(), maxAction);

    Sample sample = sample(pi, noise, "policy_noise", 1);
    sample.actions().named("policy_actions");
    sample.logPi().named("policy_log_pi");
    Expr alphaLoss =
        networks.entropyWeight().loss(sample.logPi().stopGradient()).named("alpha_loss");
    Expr actorLoss = actorLoss(graph, networks, batch, pi, sample);
    Expr targetQ = targetQ(networks, batch, nextPi, noise);
    TwinCritic.Values q = networks.critic().apply(batch.observations(), batch.actions());
    q.q1().named("q1");
    q.q2().named("q2");
    Expr temporalDifference = Losses.twinSquaredError(q, targetQ);
    TwinCritic.Values gaps = gaps(networks, batch, q, pi, nextPi, noise);
    Expr penalty = penalty(networks, gaps);
    Expr criticLoss = temporalDifference.plus(penalty).named("critic_loss");

    networks.entropyWeight().adam().minimize(alphaLoss);
    if (config.lagrange()) {
      alphaPrimeAdam.minimize(penalty.times(-0.5).named("alpha_prime_loss"));
    }
    actorAdam.minimize(actorLoss);
    criticAdam.minimize(criticLoss);
    Network.softUpdate(graph, networks.critic(), networks.targetCritic(), config.tau());
    return PhaseDefinition.uniform("policy", config.updates(), true, graph.trainOp("update"));
  }

  /** pi(. | s) at observations {@code [B, S]}. */
  private static TanhGaussian pi(Networks networks, Expr observations, double maxAction) {
    Expr output = networks.actor().apply(observations);
    int a = Math.toIntExact(output.size(1)) / 2;
    Expr logStd =
        output
            .columns(a, 2 * a)
            .times(networks.logStdMultiplier().value())
            .plus(networks.logStdOffset().value())
            .clip(LOG_STD_MIN, LOG_STD_MAX);
    return new TanhGaussian(new DiagonalGaussian(output.columns(0, a), logStd), maxAction);
  }

  /**
   * Actions drawn from a policy.
   *
   * @param actions {@code [B * M, A]}, M in a row for each state
   * @param logPi their log density in nats, {@code [B * M]}
   */
  private record Sample(Expr actions, Expr logPi) {}

  private static Sample sample(TanhGaussian pi, NoiseSource noise, String name, int samples) {
    Expr mean = pi.base().mean();
    long rows = mean.size(0);
    long a = mean.size(1);
    Expr draws =
        samples == 1
            ? noise.normal(name, rows, a)
            : noise.normal(name, rows, samples, a).reshape(rows * samples, a);
    TanhGaussian repeated =
        new TanhGaussian(
            new DiagonalGaussian(mean.repeatRows(samples), pi.base().logStd().repeatRows(samples)),
            pi.maxAction());
    Expr beforeTanh = repeated.base().sample(draws);
    return new Sample(repeated.action(beforeTanh), repeated.logDensityBeforeTanh(beforeTanh));
  }

  /**
   * mean alpha log pi(a | s) - min_i Q_i(s, a); during cloning -log pi(data's a | s) in place of
   * -Q.
   */
  private Expr actorLoss(
      GraphBuilder graph, Networks networks, Batch batch, TanhGaussian pi, Sample sample) {
    Expr alpha = networks.entropyWeight().alpha().named("alpha");
    Expr value = networks.critic().apply(batch.observations(), sample.actions()).min();
    if (config.bcUpdates() > 0) {
      Expr learning = graph.afterUpdates(config.bcUpdates());
      Expr cloning = learning.unaryMinus().plus(1);
      Expr likelihood = pi.logDensity(batch.actions()).named("data_log_pi");
      value = value.times(learning).plus(likelihood.times(cloning));
    }
    return sample.logPi().times(alpha).minus(value).mean().named("actor_loss");
  }

  /** r + gamma (1 - done) min_i Q_i'(s', a'), or the best of several a', without entropy. */
  private Expr targetQ(Networks networks, Batch batch, TanhGaussian nextPi, NoiseSource noise) {
    int samples = config.maxTargetBackup() ? config.actionSamples() : 1;
    Expr actions = sample(nextPi, noise, "target_noise", samples).actions().named("target_actions");
    Expr values =
        networks
            .targetCritic()
            .apply(batch.nextObservations().repeatRows(samples), actions)
            .min()
            .reshape(batch.size(), samples)
            .reduceMax(1);
    return Losses.oneStepTarget(batch.rewards(), batch.notDone(), config.discount(), values)
        .named("td_target")
        .stopGradient();
  }

  /**
   * For each critic the mean over states of log-sum-exp Q(s, .) - Q(s, a), {@code []}, by sampled
   * actions that are weighted by their density (equation 4 and appendix F). Actions of the next
   * state are valued at the current state, as in the authors' code.
   */
  private TwinCritic.Values gaps(
      Networks networks,
      Batch batch,
      TwinCritic.Values atData,
      TanhGaussian pi,
      TanhGaussian nextPi,
      NoiseSource noise) {
    int n = config.actionSamples();
    long rows = batch.size();
    long a = batch.actions().size(1);
    double maxAction = pi.maxAction();
    Expr random = noise.uniform("random_actions", -maxAction, maxAction, rows, n, a);
    Sample current = sample(pi, noise, "current_noise", n);
    Sample next = sample(nextPi, noise, "next_noise", n);
    Expr currentLogPi = current.logPi().reshape(rows, n).named("current_log_pi");
    Expr nextLogPi = next.logPi().reshape(rows, n).named("next_log_pi");
    Expr uniformLogDensity = random.filled(-a * Math.log(2 * maxAction), rows, n);

    Expr actions =
        Expr.concat(
                List.of(
                    random.reshape(rows, n * a),
                    next.actions().reshape(rows, n * a),
                    current.actions().reshape(rows, n * a)))
            .reshape(rows * 3 * n, a)
            .stopGradient();
    Expr logDensity =
        Expr.concat(List.of(uniformLogDensity, nextLogPi, currentLogPi)).stopGradient();
    TwinCritic.Values sampled =
        networks.critic().apply(batch.observations().repeatRows(3 * n), actions);
    Expr gap1 = gap(sampled.q1().reshape(rows, 3L * n), logDensity, atData.q1()).named("gap_q1");
    Expr gap2 = gap(sampled.q2().reshape(rows, 3L * n), logDensity, atData.q2()).named("gap_q2");
    gap1.plus(gap2).times(0.5).named("conservative_gap");
    return new TwinCritic.Values(gap1, gap2);
  }

  private Expr gap(Expr sampledQ, Expr logDensity, Expr dataQ) {
    double temperature = config.temperature();
    return sampledQ
        .minus(logDensity)
        .div(temperature)
        .logSumExp(1)
        .times(temperature)
        .minus(dataQ)
        .clip(config.clipDiffMin(), config.clipDiffMax())
        .mean();
  }

  /**
   * cql_alpha times the sum of both gaps; with Lagrange, alpha' cql_alpha (gap - target), whose
   * weight alpha' is learnt by ascent.
   */
  private Expr penalty(Networks networks, TwinCritic.Values gaps) {
    Expr sum = gaps.q1().plus(gaps.q2());
    if (!config.lagrange()) {
      return sum.times(config.cqlAlpha());
    }
    Expr alphaPrime =
        networks.logAlphaPrime().value().exp().clip(0, MAX_ALPHA_PRIME).named("alpha_prime");
    return alphaPrime.times(sum.minus(2 * config.targetActionGap())).times(config.cqlAlpha());
  }
}
