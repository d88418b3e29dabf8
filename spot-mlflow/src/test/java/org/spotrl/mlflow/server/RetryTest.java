package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {

  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private long nanos;

  private final Retry retry =
      new Retry(
          Duration.ofSeconds(10),
          () -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 1),
          () -> nanos,
          this::sleep,
          Optional.empty());

  @Test
  void aSuccessIsReturnedAtOnce() {
    assertThat(retry.call(() -> "done")).isEqualTo("done");
    assertThat(pauses).isEmpty();
  }

  @Test
  void aCallToAnUnavailableServerIsRepeated() {
    String answer =
        retry.call(
            () -> {
              if (calls.incrementAndGet() < 4) {
                throw new ServerUnavailable("restarting");
              }
              return "done";
            });

    assertThat(answer).isEqualTo("done");
    assertThat(calls).hasValue(4);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void aRefusalIsFinal() {
    assertThatThrownBy(
            () ->
                retry.call(
                    () -> {
                      calls.incrementAndGet();
                      throw new ServerRefused("no such run", 404, ServerRefused.ABSENT);
                    }))
        .isInstanceOf(ServerRefused.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void noAttemptBeginsAfterTheTimeLimit() {
    assertThatThrownBy(() -> retry.call(this::fail))
        .isInstanceOf(ServerUnavailable.class)
        .hasMessage("down (tried " + calls.get() + " times)");

    Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
  }

  @Test
  void theDurationOfAttemptsCounts() {
    assertThatThrownBy(
            () ->
                retry.call(
                    () -> {
                      nanos += Duration.ofSeconds(6).toNanos();
                      return fail();
                    }))
        .isInstanceOf(ServerUnavailable.class);

    // Failures at about 6, 13 and 20 s: the third pause would end more than 10 s after the first.
    assertThat(calls).hasValue(3);
  }

  @Test
  void interruptionEndsTheRetriesAndIsKept() {
    Retry interrupted =
        new Retry(
            Duration.ofSeconds(10),
            () -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 1),
            () -> nanos,
            pause -> {
              throw new InterruptedException();
            },
            Optional.empty());

    assertThatThrownBy(() -> interrupted.call(this::fail)).isInstanceOf(ServerUnavailable.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void pausesDoubleUpToAMaximumAndJitterIsAtMostHalf() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 7);

    for (long seconds : new long[] {1, 2, 4, 4, 4}) {
      Duration whole = Duration.ofSeconds(seconds);
      assertThat(backoff.next()).isBetween(whole.dividedBy(2), whole);
    }
    backoff.reset();
    assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void twoClientsWaitForDifferentTimes() {
    Duration first = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 1).next();
    Duration second = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 2).next();

    assertThat(first).isNotEqualTo(second);
  }

  private boolean fail() {
    calls.incrementAndGet();
    throw new ServerUnavailable("down");
  }

  private void sleep(Duration pause) {
    pauses.add(pause);
    nanos += pause.toNanos();
  }
}
