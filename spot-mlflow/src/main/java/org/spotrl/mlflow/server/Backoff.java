package org.spotrl.mlflow.server;

import java.time.Duration;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Exponential backoff with jitter: pauses double up to a maximum, each shortened randomly, so that
 * many clients do not call a restarted server at the same time.
 */
public final class Backoff {

  private final Duration first;
  private final Duration longest;
  private final RandomSequence jitter;
  private int failures;

  /**
   * Creates pauses with a random seed.
   *
   * @param first the pause after the first failure, before shortening
   * @param longest the maximum pause
   */
  public Backoff(Duration first, Duration longest) {
    this(first, longest, System.nanoTime() ^ ProcessHandle.current().pid());
  }

  /** Creates pauses with the given seed. */
  Backoff(Duration first, Duration longest, long seed) {
    this.first = first;
    this.longest = longest;
    this.jitter = RandomStream.of(seed, "backoff").at(0);
  }

  /** The pause after one more failure: 50 to 100 % of the doubled pause. */
  public Duration next() {
    Duration whole = first;
    for (int i = 0; i < failures && whole.compareTo(longest) < 0; i++) {
      whole = whole.multipliedBy(2);
    }
    if (whole.compareTo(longest) > 0) {
      whole = longest;
    }
    failures++;
    return Duration.ofNanos((long) (whole.toNanos() * (0.5 + 0.5 * jitter.nextDouble())));
  }

  /** Starts again with the first pause, after a success. */
  public void reset() {
    failures = 0;
  }
}
