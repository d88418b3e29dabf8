package org.spotrl.mlflow.server;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Repeats an idempotent call while a server is unavailable, with the pauses of {@link Backoff}, up
 * to a time limit.
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

  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /** A call that may fail because a server is unavailable. */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {
    /** Makes the call. */
    T make() throws E;
  }

  /**
   * Creates retries.
   *
   * @param patience time limit from the first failure to the start of the last attempt
   */
  public Retry(Duration patience) {
    this(
        patience,
        () -> new Backoff(FIRST_PAUSE, patience.dividedBy(4)),
        System::nanoTime,
        pause -> Thread.sleep(pause.toMillis()),
        Optional.empty());
  }

  /** Creates retries with the given clock. */
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
   * Returns retries for calls of many steps: the time limit starts again at each failure after
   * progress.
   *
   * @param count a counter that grows with each step
   */
  public Retry whileProgress(LongSupplier count) {
    return new Retry(patience, pauses, nanos, sleeper, Optional.of(count));
  }

  /**
   * Makes a call until it succeeds.
   *
   * @throws ServerUnavailable if the time limit has passed or this thread was interrupted; the
   *     thread stays interrupted
   * @throws ServerRefused if the server refuses the call
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
