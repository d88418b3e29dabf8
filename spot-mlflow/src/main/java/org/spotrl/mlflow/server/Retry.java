package org.spotrl.mlflow.server;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Makes a call of a server again while it is unavailable, with the pauses of {@link Backoff}, and
 * gives up when it has failed for too long.
 *
 * <p>Only for calls that may be made twice.
 */
public final class Retry {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration patience;
  private final Supplier<Backoff> pauses;
  private final LongSupplier nanos;
  private final Sleeper sleeper;

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /**
   * Calls that are made again.
   *
   * @param patience how long after a call's first failure its last attempt may begin
   */
  public Retry(Duration patience) {
    this(
        patience,
        () -> new Backoff(FIRST_PAUSE, LONGEST_PAUSE),
        System::nanoTime,
        pause -> Thread.sleep(pause.toMillis()));
  }

  /** Calls that are made again, on a clock of the caller's choice. */
  Retry(Duration patience, Supplier<Backoff> pauses, LongSupplier nanos, Sleeper sleeper) {
    this.patience = patience;
    this.pauses = pauses;
    this.nanos = nanos;
    this.sleeper = sleeper;
  }

  /**
   * Makes a call until it succeeds.
   *
   * @throws ServerUnavailable if it failed for too long, or this thread was interrupted, which is
   *     then still so
   * @throws ServerRefused at once if the server refuses it
   */
  public <T> T call(Supplier<T> call) {
    Backoff backoff = pauses.get();
    long firstFailure = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (ServerUnavailable e) {
        long now = nanos.getAsLong();
        if (attempt == 1) {
          firstFailure = now;
        }
        Duration pause = backoff.next();
        if (now - firstFailure + pause.toNanos() > patience.toNanos() || !sleep(pause)) {
          throw attempt == 1
              ? e
              : new ServerUnavailable(e.getMessage() + " (tried " + attempt + " times)");
        }
      }
    }
  }

  /** Makes a call that returns nothing until it succeeds. */
  public void run(Runnable call) {
    call(
        () -> {
          call.run();
          return true;
        });
  }

  private boolean sleep(Duration pause) {
    try {
      sleeper.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
