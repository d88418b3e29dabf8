package org.spotrl.studies.selection;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.learning.LearningTask;
import org.spotrl.api.learning.TrainingPhase;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.FinishedRun;
import org.spotrl.api.selection.SelectionCriterion;
import org.spotrl.policy.DecisionTransformerFormat;
import org.spotrl.tensorflow.evaluation.FittedQ;
import org.spotrl.tensorflow.evaluation.FittedQConfig;

/**
 * The mean of Q(s, pi(s)) over the states in which the data's episodes begin, by fitted Q
 * evaluation on the data with its own rewards.
 *
 * <p>The policy is asked once for each transition. The action of a policy that draws is drawn once,
 * by the run's seed.
 */
final class FittedQCriterion implements SelectionCriterion {

  /** The type named {@code fqe}. */
  static final ComponentType<FittedQConfig, SelectionCriterion> TYPE =
      new ComponentType<>(
          SelectionCriterion.class,
          "fqe",
          "Fitted Q evaluation: the policy's discounted reward from the data's initial states.",
          FittedQConfig.DEFAULTS,
          FittedQCriterion::new);

  /** Initial states that count at most. */
  private static final int MOST_STARTS = 10_000;

  /** Updates, or actions, between two reports of progress. */
  private static final int CHUNK = 100;

  /** Error of a good estimate, in parts of the range of possible values. */
  private static final double TOLERANCE = 0.1;

  private final FittedQConfig config;

  FittedQCriterion(FittedQConfig config) {
    this.config = config;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public String unit() {
    return "reward";
  }

  @Override
  public boolean isExpensive() {
    return true;
  }

  @Override
  public Estimate estimate(FinishedRun run) {
    Optional<FinishedRun.StoredPolicy> policy = run.policy();
    if (policy.isEmpty()) {
      return Estimate.missing("the run has no stored policy");
    }
    if (policy.get().format().equals(new DecisionTransformerFormat().name())) {
      return Estimate.missing(
          "a decision transformer's action depends on the episode so far, so it has no Q(s, a)");
    }
    return of(run, policy.get(), run.data());
  }

  private Estimate of(FinishedRun run, FinishedRun.StoredPolicy policy, Trajectories steps) {
    Dataset raw = steps.transitions();
    Normalizer normalizer = Normalizer.of(raw);
    int s = raw.observationDim();
    float[] observation = new float[s];
    float[] nextActions =
        actions(
            run,
            policy,
            "next actions",
            raw.size(),
            i -> {
              raw.copyNextObservation(i, observation, 0);
              return observation;
            });
    int[] starts = starts(steps);
    float[] initial = new float[starts.length * s];
    for (int i = 0; i < starts.length; i++) {
      System.arraycopy(steps.observations(), starts[i] * s, initial, i * s, s);
    }
    float[] initialActions =
        actions(
            run,
            policy,
            "initial actions",
            starts.length,
            i -> Arrays.copyOfRange(initial, i * s, (i + 1) * s));
    Dataset data = steps.normalized(normalizer).transitions().withNextActions(nextActions);
    LearningTask task = new LearningTask(policy.shape(), data, run.seed(), run.intraOpThreads());
    try (Learner learner = new FittedQ(config).create(task)) {
      train(learner.phases().get(0), run);
      double[] q =
          learner.models().q().orElseThrow().of(normalizer.normalize(initial), initialActions);
      return possible(Arrays.stream(q).average().orElseThrow(), steps.rewards());
    } catch (SpotDivergenceException e) {
      return Estimate.missing("FQE diverged: " + e.getMessage());
    }
  }

  private static void train(TrainingPhase phase, FinishedRun run) {
    while (phase.completed() < phase.updates()) {
      int count = (int) Math.min(CHUNK, phase.updates() - phase.completed());
      Map<String, Double> metrics = phase.train(count);
      run.progress().report("fqe", phase.completed(), phase.updates(), metrics);
    }
  }

  /** The first rows of the trajectories, at most 10,000 of them, evenly spread. */
  private static int[] starts(Trajectories steps) {
    int count = Math.min(MOST_STARTS, steps.count());
    return IntStream.range(0, count)
        .map(i -> steps.start((int) ((long) i * steps.count() / count)))
        .toArray();
  }

  /** The policy's actions {@code [count, A]} row by row, each as the first one of an episode. */
  private static float[] actions(
      FinishedRun run,
      FinishedRun.StoredPolicy policy,
      String what,
      int count,
      IntFunction<float[]> observations) {
    int a = policy.shape().actionDim();
    float[] chosen = new float[Math.multiplyExact(count, a)];
    RandomStream draws = RandomStream.of(run.seed(), "fqe " + what);
    for (int i = 0; i < count; i++) {
      float[] observation = observations.apply(i);
      double[] action =
          policy
              .onRawObservations()
              .start(draws.at(i))
              .act(
                  IntStream.range(0, observation.length)
                      .mapToDouble(d -> observation[d])
                      .toArray());
      for (int d = 0; d < a; d++) {
        chosen[i * a + d] = (float) action[d];
      }
      if ((i + 1) % CHUNK == 0 || i + 1 == count) {
        run.progress().report(what, i + 1, count, Map.of());
      }
    }
    return chosen;
  }

  /** Refuses a value that no policy can have with these rewards: Q has diverged. */
  private Estimate possible(double value, float... rewards) {
    double least = 0;
    double most = 0;
    for (float reward : rewards) {
      least = Math.min(least, reward);
      most = Math.max(most, reward);
    }
    double steps = 1 / (1 - config.discount());
    double margin = TOLERANCE * (most - least) * steps;
    // With a discount of 1 every value is possible.
    if (Double.isFinite(steps)
        && !(value >= least * steps - margin && value <= most * steps + margin)) {
      return Estimate.missing(
          "FQE diverged: its value is %.4g, but with rewards from %.4g to %.4g and discount %s the value of a policy is between %.4g and %.4g"
              .formatted(value, least, most, config.discount(), least * steps, most * steps));
    }
    return Double.isFinite(value)
        ? Estimate.of(value)
        : Estimate.missing("FQE diverged: its value is " + value);
  }
}
