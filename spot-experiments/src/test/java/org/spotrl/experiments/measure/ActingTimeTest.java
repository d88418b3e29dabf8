package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.policy.Policy;

class ActingTimeTest {

  @Test
  void medianAndPercentileMatchAHandCount() {
    long[] nanos = new long[20];
    for (int i = 0; i < 20; i++) {
      // 20,000, 19,000, ... 1,000
      nanos[i] = (20 - i) * 1_000L;
    }

    // Nearest rank: the 10th and the 19th of 20.
    assertThat(ActingTime.of(nanos)).isEqualTo(new ActingTime(10.0, 19.0));
    assertThat(ActingTime.of(new long[] {7_500})).isEqualTo(new ActingTime(7.5, 7.5));
  }

  @Test
  void warmUpCallsAreNotMeasured() {
    List<Double> acted = new ArrayList<>();
    long[] now = {0};

    ActingTime time =
        ActingTime.of(
            Policy.deterministic(
                observation -> {
                  acted.add(observation[0]);
                  // Slow during warm-up, then 2 us, and 40 us in one of ten calls.
                  boolean warm = acted.size() > ActingTime.WARM_UP;
                  now[0] += !warm ? 100_000 : acted.size() % 10 == 0 ? 40_000 : 2_000;
                  return observation;
                }),
            List.of(new double[] {1}, new double[] {2}, new double[] {3}),
            () -> now[0]);

    assertThat(time).isEqualTo(new ActingTime(2.0, 40.0));
    assertThat(time.metrics())
        .containsOnly(
            Map.entry("time/action_us_median", 2.0), Map.entry("time/action_us_p95", 40.0));
    assertThat(acted).hasSize(ActingTime.WARM_UP + ActingTime.CALLS);
    assertThat(acted.subList(0, 4)).as("one after the other").containsExactly(1.0, 2.0, 3.0, 1.0);
  }

  @Test
  void aSlowPolicyIsCalledLessOften() {
    int[] calls = {0};
    long[] now = {0};
    ActingTime time =
        ActingTime.of(
            Policy.deterministic(
                observation -> {
                  calls[0]++;
                  now[0] += 10_000_000;
                  return observation;
                }),
            List.of(new double[] {1}),
            () -> now[0]);

    assertThat(time).isEqualTo(new ActingTime(10_000, 10_000));
    // 2 and 5 seconds of 10 ms, and the call that goes beyond each.
    assertThat(calls[0]).isEqualTo(201 + 501);
  }
}
