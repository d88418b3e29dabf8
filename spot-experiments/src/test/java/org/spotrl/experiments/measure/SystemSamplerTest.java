package org.spotrl.experiments.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.TrackedRun;

class SystemSamplerTest {

  private static final Map<String, Double> FIGURES = Map.of("system/x", 1.5);
  private static final Duration LONG = Duration.ofHours(1);
  private static final long LIMIT_MILLIS = 30_000;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final TrackedRun run = mock(TrackedRun.class);
  private final SystemSampler sampler = new SystemSampler(run, () -> FIGURES, told::add);

  @Test
  void stepsStartAtZero() {
    sampler.sample();
    sampler.sample();
    sampler.sample();

    var order = inOrder(run);
    order.verify(run).metrics(0, FIGURES);
    order.verify(run).metrics(1, FIGURES);
    order.verify(run).metrics(2, FIGURES);
  }

  @Test
  void aResumedRunContinuesAfterTheSamplesOfItsCheckpoint() {
    when(run.moment()).thenReturn(77L);
    sampler.sample();
    sampler.sample();
    assertThat(sampler.moment()).isEqualTo(77);
    // Recorded after the moment, so dropped on resume.
    sampler.sample();
    Map<String, Double> saved = sampler.measures();

    TrackedRun resumed = mock(TrackedRun.class);
    SystemSampler later = new SystemSampler(resumed, () -> FIGURES, told::add);
    later.resumeFrom(saved);
    later.sample();

    verify(resumed).metrics(2, FIGURES);
    verifyNoMoreInteractions(resumed);
  }

  @Test
  void theFirstSampleIsTakenImmediatelyByAnotherThread() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    doAnswer(
            call -> {
              thread.set(Thread.currentThread());
              return null;
            })
        .when(run)
        .metrics(anyLong(), any());

    sampler.start(LONG);

    verify(run, timeout(LIMIT_MILLIS)).metrics(0, FIGURES);
    sampler.close();
    assertThat(thread.get()).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
  }

  @Test
  void anIntervalOfZeroNeverSamples() {
    sampler.start(Duration.ZERO);
    sampler.close();

    verify(run, never()).metrics(anyLong(), any());
  }

  @Test
  void nothingIsRecordedAfterClose() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    SystemSampler slow =
        new SystemSampler(
            run,
            () -> {
              asked.countDown();
              await(answer);
              return FIGURES;
            },
            told::add);
    slow.start(LONG);
    assertThat(asked.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

    slow.close();
    answer.countDown();
    slow.sample();

    verify(run, never()).metrics(anyLong(), any());
  }

  @Test
  void aFailedSampleEndsOnlyTheSampling() throws Exception {
    doThrow(new SpotRunException("disk full")).when(run).metrics(anyLong(), any());

    sampler.start(Duration.ofNanos(1));

    assertThat(told.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("disk full");
    sampler.close();
    verify(run).metrics(0, FIGURES);
    assertThat(told).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
