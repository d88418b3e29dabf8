package org.spotrl.experiments.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomStream;

/**
 * How long a policy takes for one action, one observation at a time.
 *
 * @param medianMicros median over the calls, in microseconds
 * @param p95Micros 95th percentile (nearest rank), in microseconds
 */
public record ActingTime(double medianMicros, double p95Micros) {

  /** Greatest number of calls before the measured ones, enough for the compiler to be done. */
  static final int WARM_UP = 10_000;

  /** Greatest number of calls that are measured. */
  static final int CALLS = 10_000;

  /** Slow policies are called less often: until these times are over, but at least so often. */
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  private static final long CALLS_NANOS = 5_000_000_000L;
  private static final int FEWEST_CALLS = 100;

  /**
   * Measures a policy.
   *
   * @param observations what it acts on, in turn; real ones, since zeros behind a ReLU are free
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

  /** The numbers that are tracked. */
  public Map<String, Double> metrics() {
    return Map.of("time/action_us_median", medianMicros, "time/action_us_p95", p95Micros);
  }

  /** The smallest value that at least this share of all values does not exceed. */
  private static double percentile(long[] sorted, int percent) {
    int rank = (sorted.length * percent + 99) / 100;
    return sorted[rank - 1] * 1e-3;
  }
}
