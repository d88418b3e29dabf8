package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.api.env.EvaluationResult;
import org.spotrl.api.env.Rollouts;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomStream;

class PolicyEvaluatorTest {

  private static final Policy BACK =
      Policy.deterministic(observation -> new double[] {-observation[0] / 2});

  private final LineWorld world = new LineWorld();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void theResultIsTheSameForAnyNumberOfThreads(int threads) {
    EvaluationResult one = evaluator(1).evaluate(BACK, 7, 9);

    EvaluationResult many = evaluator(threads).evaluate(BACK, 7, 9);

    assertThat(many.returns()).isEqualTo(one.returns()).doesNotHaveDuplicates();
    assertThat(many.lengths()).containsOnly(LineWorld.STEPS).hasSize(9);
    assertThat(world.open()).isZero();
  }

  @Test
  void eachEpisodeHasItsOwnRandomStream() {
    EvaluationResult result = evaluator(2).evaluate(BACK, 7, 2);

    for (int episode = 0; episode < 2; episode++) {
      double start = RandomStream.of(7, "evaluation").at(episode).nextDouble();
      // The position halves in each of the five steps: 1/2 + 1/4 + ... + 1/32 = 31/32 of the start.
      assertThat(result.returns().get(episode)).isCloseTo(start * 31 / 32, within(1e-12));
    }
  }

  /** A policy that uses random numbers and rewards. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void randomPoliciesWithMemoryDoNotDependOnThreads(int threads) {
    Policy remembering =
        random ->
            new Actor() {
              private double sum;

              @Override
              public double[] act(double[] observation) {
                return new double[] {0.1 * random.nextGaussian() + 0.01 * sum};
              }

              @Override
              public void rewarded(double reward) {
                sum += reward;
              }
            };
    EvaluationResult one = evaluator(1).evaluate(remembering, 7, 9);

    assertThat(evaluator(threads).evaluate(remembering, 7, 9).returns())
        .isEqualTo(one.returns())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theObservationsOfTheFirstEpisodesAreKept(int threads) {
    EvaluationResult plain = evaluator(1).evaluate(BACK, 7, 4);

    EvaluationResult result = evaluator(threads).evaluate(BACK, 7, 4, 2);

    assertThat(plain.rollouts()).isEmpty();
    assertThat(result.returns()).isEqualTo(plain.returns());
    Rollouts rollouts = result.rollouts().orElseThrow();
    assertThat(rollouts.environment()).isEqualTo(LineWorld.SPEC);
    assertThat(rollouts.view()).isEqualTo(EpisodeView.ofEntries(1));
    assertThat(rollouts.observations()).hasSize(2);
    for (int episode = 0; episode < 2; episode++) {
      double start = RandomStream.of(7, "evaluation").at(episode).nextDouble();
      float[][] observations = rollouts.observations().get(episode);
      assertThat(observations).hasDimensions(LineWorld.STEPS + 1, 1);
      for (int step = 0; step <= LineWorld.STEPS; step++) {
        // The position halves in each step; it is rounded to 24 bits.
        assertThat(observations[step][0]).isEqualTo((float) (start / (1 << step)));
      }
    }
    assertThat(evaluator(2).evaluate(BACK, 7, 1, 8).rollouts().orElseThrow().observations())
        .as("no more than there are")
        .hasSize(1);
  }

  @Test
  void anotherSeedStartsElsewhere() {
    assertThat(evaluator(1).evaluate(BACK, 8, 3).returns())
        .doesNotContainAnyElementsOf(evaluator(1).evaluate(BACK, 7, 3).returns());
  }

  @Test
  void aNanActionIsRefusedAndNoThreadIsLeft() {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    Policy broken =
        Policy.deterministic(
            observation -> {
              workers.add(Thread.currentThread());
              return new double[] {observation[0] > 3 ? Double.NaN : 1};
            });

    // Starts lie in [0, 1), so the fourth step, counted from 0, is the first from beyond 3.
    assertThatThrownBy(() -> evaluator(3).evaluate(broken, 7, 50))
        .isInstanceOf(SpotRunException.class)
        .hasMessageMatching(
            "training diverged: the policy's action is \\[NaN\\] in step [34] of evaluation episode \\d+: .*");

    assertThat(workers).isNotEmpty().allMatch(PolicyEvaluatorTest::ends);
    assertThat(world.open()).isZero();
  }

  @Test
  void aPolicyThatFailsEndsTheEvaluationAndNoThreadIsLeft() {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    Policy failing =
        Policy.deterministic(
            observation -> {
              workers.add(Thread.currentThread());
              throw new IllegalArgumentException("the policy takes 2 numbers, not 1");
            });

    assertThatThrownBy(() -> evaluator(2).evaluate(failing, 7, 4))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("an evaluation episode failed")
        .hasMessageContaining("the policy takes 2 numbers, not 1");

    assertThat(workers).isNotEmpty().allMatch(PolicyEvaluatorTest::ends);
    assertThat(world.open()).isZero();
  }

  @Test
  @Timeout(60)
  void afterAFailureOtherEpisodesAreStopped() {
    // Episode 0 never ends; episode 1 fails.
    LineWorld endless = new LineWorld(Integer.MAX_VALUE);
    double first = RandomStream.of(7, "evaluation").at(0).nextDouble();
    Policy policy =
        Policy.deterministic(
            observation -> {
              if (observation[0] == first) {
                return new double[] {0};
              }
              throw new SpotRunException("the physics broke down");
            });

    assertThatThrownBy(() -> new PolicyEvaluator(endless, LineWorld.ID, 2).evaluate(policy, 7, 2))
        .isInstanceOf(SpotRunException.class)
        .hasMessage("the physics broke down");

    assertThat(endless.open()).isZero();
  }

  @Test
  @Timeout(60)
  void aStopEndsEndlessEpisodes() {
    LineWorld endless = new LineWorld(Integer.MAX_VALUE);
    StopSignal stop = new StopSignal();
    Policy policy =
        Policy.deterministic(
            observation -> {
              stop.request();
              return new double[] {0};
            });

    assertThatThrownBy(
            () -> new PolicyEvaluator(endless, LineWorld.ID, 2, stop).evaluate(policy, 7, 2))
        .isInstanceOf(SpotStoppedException.class);

    assertThat(endless.open()).isZero();
  }

  /** Waits for the threads: a pool ends a moment before its last thread. */
  private static boolean ends(Thread worker) {
    try {
      worker.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !worker.isAlive();
  }

  private PolicyEvaluator evaluator(int threads) {
    return new PolicyEvaluator(world, LineWorld.ID, threads);
  }
}
