package org.spotrl.mlflow.server;

import java.time.Duration;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Pauses between attempts that double up to a longest one, each shortened by a random part, so that
 * many clients of a server that comes back do not ask it all at once.
 */
public final class Backoff {

  private final Duration first;
  private final Duration longest;
  private final RandomSequence jitter;
  private int failures;

  /**
   * Pauses that differ from those of any other process.
   *
   * @param first the pause after the first failure, before shortening
   * @param longest no pause is longer
   */
  public Backoff(Duration first, Duration longest) {
    this(first, longest, System.nanoTime() ^ ProcessHandle.current().pid());
  }

  /** Pauses that a seed decides. */
  Backoff(Duration first, Duration longest, long seed) {
    this.first = first;
    this.longest = longest;
    this.jitter = RandomStream.of(seed, "backoff").at(0);
  }

  /** The pause after one more failure: between half and all of the doubled one. */
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

  /** Starts with the first pause again, after a success. */
  public void reset() {
    failures = 0;
  }
}
