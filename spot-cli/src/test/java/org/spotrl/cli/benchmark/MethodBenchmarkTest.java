package org.spotrl.cli.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.baselines.cloning.BehaviorCloning;
import org.spotrl.tensorflow.actorcritic.ActorCritic;

class MethodBenchmarkTest {

  @Test
  void timesEveryPhaseAndTheActing() {
    BenchmarkOptions options =
        BenchmarkOptions.builder().windows(1).windowSeconds(0.02).batchSize(4).build();

    List<MethodTime> times =
        MethodBenchmark.run(
            options, List.of(BehaviorCloning.TYPE, ActorCritic.SPOT), Optional.empty(), line -> {});

    assertThat(times).extracting(MethodTime::method).containsExactly("behavior-cloning", "spot");
    assertThat(times.get(1).phases())
        .extracting(MethodTime.Phase::name)
        .containsExactly("density", "policy");
    assertThat(times)
        .allSatisfy(
            time -> {
              assertThat(time.actingMillis()).isPositive();
              assertThat(time.storedActingMillis()).isPositive();
            });
  }

  @Test
  void policiesActInAnEnvironmentOfTheSameSizes() {
    EnvironmentBenchmarkTest.Counted environment = new EnvironmentBenchmarkTest.Counted();
    BenchmarkOptionsBuilder sizes =
        BenchmarkOptions.builder().windows(2).windowSeconds(0.02).batchSize(4).actionDim(2);

    MethodBenchmark.run(
        sizes.observationDim(1).build(),
        List.of(BehaviorCloning.TYPE),
        Optional.of(environment),
        line -> {});

    // Once to warm up and in two windows, each with the learner's policy and the stored one.
    assertThat(environment.steps).isEqualTo(3 * 2 * 1_000);
    assertThatThrownBy(
            () ->
                MethodBenchmark.run(
                    sizes.observationDim(17).build(),
                    List.of(BehaviorCloning.TYPE),
                    Optional.of(environment),
                    line -> {}))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("1 observations and 2 actions")
        .hasMessageContaining("17 and 2");
  }

  @Test
  void aMillionUpdatesIncludeTheEarlierPhases() {
    MethodTime time =
        new MethodTime(
            "spot",
            List.of(
                new MethodTime.Phase("density", 100_000, 36),
                new MethodTime.Phase("policy", 500_000, 7.2)),
            1,
            1);

    // 100,000 x 36 ms is one hour, 1,000,000 x 7.2 ms are two.
    assertThat(time.earlierHours()).isCloseTo(1, within(1e-12));
    assertThat(time.hoursOfMillion()).isCloseTo(3, within(1e-12));
  }
}
