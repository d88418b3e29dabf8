package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  @Test
  void aChunkEndsAtEveryMultipleOfEachInterval() {
    Schedule schedule = new Schedule(130, 40, 60, 1000);

    // 100 is a multiple of the longest chunk, 130 the end.
    assertThat(pauses(schedule, 0)).containsExactly(40L, 60L, 80L, 100L, 120L, 130L);
  }

  @Test
  void longDistancesAreDividedIntoChunksOf100() {
    assertThat(pauses(new Schedule(250, 10_000), 0)).containsExactly(100L, 200L, 250L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 33, 100, 5_000})
  void thePausesAfterAnyPauseAreTheSame(long interval) {
    Schedule schedule = new Schedule(997, interval, 250, 64);
    List<Long> all = pauses(schedule, 0);

    for (int i = 0; i < all.size(); i++) {
      assertThat(pauses(schedule, all.get(i))).isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  void multiplesAndTheEndAreDue() {
    Schedule schedule = new Schedule(130, 40);

    assertThat(schedule.isDue(80, 40)).isTrue();
    assertThat(schedule.isDue(100, 40)).isFalse();
    assertThat(schedule.isDue(130, 40)).isTrue();
  }

  /** The pauses after {@code completed}, up to the end. */
  private static List<Long> pauses(Schedule schedule, long from) {
    List<Long> pauses = new ArrayList<>();
    long done = from;
    for (int chunk = schedule.chunk(done); chunk > 0; chunk = schedule.chunk(done)) {
      done += chunk;
      pauses.add(done);
    }
    return pauses;
  }
}
