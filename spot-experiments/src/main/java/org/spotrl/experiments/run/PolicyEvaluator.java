package org.spotrl.experiments.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.Rollouts;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotDivergenceException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Evaluates a policy in episodes, on several threads.
 *
 * <p>Each episode has its own actor and its own random streams (seed, episode) for start states and
 * actions. So results do not depend on the number of threads, and all evaluations of a run use the
 * same start states, as in the authors' code.
 */
public final class PolicyEvaluator {

  private final EnvironmentSuite suite;
  private final String environmentId;
  private final int threads;
  private final StopSignal stop;

  /** An evaluator without a stop signal. */
  public PolicyEvaluator(EnvironmentSuite suite, String environmentId, int threads) {
    this(suite, environmentId, threads, new StopSignal());
  }

  /**
   * An evaluator in one environment.
   *
   * @param threads maximum threads; 0: one per core
   * @param stop ends an evaluation within a step
   */
  public PolicyEvaluator(
      EnvironmentSuite suite, String environmentId, int threads, StopSignal stop) {
    this.stop = stop;
    this.suite = suite;
    this.environmentId = environmentId;
    this.threads = ParallelWork.threads(threads);
  }

  /** As {@link #evaluate(Policy, long, int, int)}, without observations. */
  public EvaluationResult evaluate(Policy policy, long seed, int episodes) {
    return evaluate(policy, seed, episodes, 0);
  }

  /**
   * Runs the episodes 0 to {@code episodes} - 1.
   *
   * @param policy acts on raw observations
   * @param rollouts number of episodes, from the first on, whose observations are kept
   * @throws SpotRunException if an action is not finite or the simulation fails
   * @throws org.spotrl.api.error.SpotStoppedException if it is stopped
   */
  public EvaluationResult evaluate(Policy policy, long seed, int episodes, int rollouts) {
    long start = System.nanoTime();
    double[] returns = new double[episodes];
    int[] lengths = new int[episodes];
    List<List<float[]>> kept =
        Stream.<List<float[]>>generate(ArrayList::new).limit(Math.min(rollouts, episodes)).toList();
    AtomicInteger next = new AtomicInteger();
    RandomStream starts = RandomStream.of(seed, "evaluation");
    RandomStream actions = RandomStream.of(seed, "evaluation-actions");
    ParallelWork.run(
        "an evaluation episode",
        Math.min(threads, episodes),
        stop,
        () -> {
          try (Environment environment = suite.create(environmentId)) {
            for (int e = next.getAndIncrement();
                e < episodes && !Thread.currentThread().isInterrupted();
                e = next.getAndIncrement()) {
              Actor actor = policy.start(actions.at(e));
              Consumer<double[]> keep = keeping(kept, e);
              runEpisode(environment, actor, starts.at(e), e, returns, lengths, keep);
            }
          }
        });
    return new EvaluationResult(
        Arrays.stream(returns).boxed().toList(),
        Arrays.stream(lengths).boxed().toList(),
        (System.nanoTime() - start) * 1e-9,
        suite.specification(environmentId).referenceScores(),
        kept.isEmpty() ? Optional.empty() : Optional.of(rollouts(kept)));
  }

  private static Consumer<double[]> keeping(List<List<float[]>> kept, int episode) {
    return episode < kept.size()
        ? observation -> kept.get(episode).add(floats(observation))
        : observation -> {};
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  private Rollouts rollouts(List<List<float[]>> kept) {
    return new Rollouts(
        suite.specification(environmentId),
        suite.episodeView(environmentId),
        kept.stream().map(episode -> episode.toArray(float[][]::new)).toList());
  }

  private static void runEpisode(
      Environment environment,
      Actor actor,
      RandomSequence random,
      int episode,
      double[] returns,
      int[] lengths,
      Consumer<double[]> keep) {
    double[] observation = environment.reset(random);
    keep.accept(observation);
    StepResult step;
    do {
      double[] action = actor.act(observation);
      requireFinite(action, episode, lengths[episode]);
      step = environment.step(action);
      observation = step.observation();
      keep.accept(observation);
      actor.rewarded(step.reward());
      returns[episode] += step.reward();
      lengths[episode]++;
    } while (!step.done() && !Thread.currentThread().isInterrupted());
  }

  private static void requireFinite(double[] action, int episode, int step) {
    for (double value : action) {
      if (!Double.isFinite(value)) {
        throw new SpotDivergenceException(
            "training diverged: the policy's action is %s in step %d of evaluation episode %d: its network has diverged"
                .formatted(Arrays.toString(action), step, episode));
      }
    }
  }
}
