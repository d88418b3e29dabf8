package org.spotrl.mlflow.server;

import java.time.Duration;
import java.util.Optional;
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

  private final Duration patience;
  private final Supplier<Backoff> pauses;
  private final LongSupplier nanos;
  private final Sleeper sleeper;
  private final Optional<LongSupplier> progress;

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /** Something that a server may be away for. */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {
    /** Makes the call once. */
    T make() throws E;
  }

  /**
   * Calls that are made again.
   *
   * @param patience how long after a call's first failure its last attempt may begin
   */
  public Retry(Duration patience) {
    this(
        patience,
        () -> new Backoff(FIRST_PAUSE, patience.dividedBy(4)),
        System::nanoTime,
        pause -> Thread.sleep(pause.toMillis()),
        Optional.empty());
  }

  /** Calls that are made again, on a clock of the caller's choice. */
  Retry(
      Duration patience,
      Supplier<Backoff> pauses,
      LongSupplier nanos,
      Sleeper sleeper,
      Optional<LongSupplier> progress) {
    this.patience = patience;
    this.pauses = pauses;
    this.nanos = nanos;
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /**
   * The same for calls of many steps: the patience starts again with each failure after progress.
   *
   * @param count grows with each step
   */
  public Retry whileProgress(LongSupplier count) {
    return new Retry(patience, pauses, nanos, sleeper, Optional.of(count));
  }

  /**
   * Makes a call until it succeeds.
   *
   * @throws ServerUnavailable if it failed for too long, or this thread was interrupted, which is
   *     then still so
   * @throws ServerRefused at once if the server refuses it
   */
  public <T, E extends Exception> T call(Attempt<T, E> call) throws E {
    Backoff backoff = pauses.get();
    long firstFailure = 0;
    long before = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.make();
      } catch (ServerUnavailable e) {
        long now = nanos.getAsLong();
        long count = progress.map(LongSupplier::getAsLong).orElse(0L);
        if (attempt == 1 || count != before) {
          firstFailure = now;
          before = count;
          backoff.reset();
        }
        Duration pause = backoff.next();
        if (now - firstFailure + pause.toNanos() > patience.toNanos() || !sleep(pause)) {
          throw attempt == 1 || progress.isPresent()
              ? e
              : new ServerUnavailable(e.getMessage() + " (tried " + attempt + " times)");
        }
      }
    }
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
