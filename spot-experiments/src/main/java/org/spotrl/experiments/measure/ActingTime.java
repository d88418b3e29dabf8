package org.spotrl.experiments.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomStream;

/**
 * The time that a policy takes for one action.
 *
 * @param medianMicros median over the calls, in microseconds
 * @param p95Micros 95th percentile (nearest rank), in microseconds
 */
public record ActingTime(double medianMicros, double p95Micros) {

  /** Maximum calls before the measured ones; enough for the compiler. */
  static final int WARM_UP = 10_000;

  /** Maximum measured calls. */
  static final int CALLS = 10_000;

  /** A slow policy is called until this time is over, but at least {@link #FEWEST_CALLS} times. */
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  private static final long CALLS_NANOS = 5_000_000_000L;
  private static final int FEWEST_CALLS = 100;

  /**
   * Measures a policy.
   *
   * @param observations real observations, used in turn; a policy may be faster on zeros
   * @param nanoTime as {@link System#nanoTime}
   */
  public static ActingTime of(Policy policy, List<double[]> observations, LongSupplier nanoTime) {
    Actor actor = policy.start(RandomStream.of(0, "acting-time").at(0));
    time(actor, observations, WARM_UP, WARM_UP_NANOS, nanoTime);
    return of(time(actor, observations, CALLS, CALLS_NANOS, nanoTime));
  }

  private static long[] time(
      Actor actor, List<double[]> observations, int calls, long limit, LongSupplier nanoTime) {
    long[] nanos = new long[calls];
    long begun = nanoTime.getAsLong();
    for (int i = 0; i < calls; i++) {
      double[] observation = observations.get(i % observations.size());
      long start = nanoTime.getAsLong();
      if (i >= FEWEST_CALLS && start - begun > limit) {
        return Arrays.copyOf(nanos, i);
      }
      actor.act(observation);
      nanos[i] = nanoTime.getAsLong() - start;
    }
    return nanos;
  }

  static ActingTime of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new ActingTime(percentile(sorted, 50), percentile(sorted, 95));
  }

  /** The values as metrics. */
  public Map<String, Double> metrics() {
    return Map.of("time/action_us_median", medianMicros, "time/action_us_p95", p95Micros);
  }

  /** The smallest value such that at least this percentage of all values is not above it. */
  private static double percentile(long[] sorted, int percent) {
    int rank = (sorted.length * percent + 99) / 100;
    return sorted[rank - 1] * 1e-3;
  }
}
