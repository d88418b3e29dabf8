package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DatasetStatisticsTest {

  private static Dataset dataset(
      int trajectories, float[] rewards, boolean[] terminals, boolean[] timeouts) {
    int n = rewards.length;
    float[] actions = new float[n];
    actions[1] = -0.75f;
    actions[2] = 0.5f;
    return new Trajectories("d", 1, 1, new float[n], actions, rewards, terminals, timeouts)
        .withLastObservations(new float[trajectories])
        .transitions();
  }

  @Test
  void countsFinishedEpisodesAndAllTransitions() {
    // Returns 3 (two rows, terminal), 5 (one row, timeout), 1 (three rows, both flags); the last
    // row belongs to no finished episode.
    DatasetStatistics s =
        DatasetStatistics.of(
            dataset(
                4,
                new float[] {1, 2, 5, 2, -2, 1, 8},
                new boolean[] {false, true, false, false, false, true, false},
                new boolean[] {false, false, true, false, false, true, false}));

    assertThat(s.transitions()).isEqualTo(7);
    assertThat(s.episodes()).isEqualTo(3);
    assertThat(s.terminalEpisodes()).isEqualTo(2);
    assertThat(s.meanReturn()).isEqualTo(3);
    // Deviations 0, 2, -2: variance 8/3. The recurrence gives it to the last place or two.
    assertThat(s.stdReturn()).isCloseTo(Math.sqrt(8.0 / 3), within(1e-15));
    assertThat(s.minReturn()).isEqualTo(1);
    assertThat(s.maxReturn()).isEqualTo(5);
    assertThat(s.meanLength()).isEqualTo(2);
    // 17 / 7
    assertThat(s.meanReward()).isCloseTo(17.0 / 7, within(1e-15));
    assertThat(s.minReward()).isEqualTo(-2);
    assertThat(s.maxReward()).isEqualTo(8);
    assertThat(s.maxAbsoluteAction()).isEqualTo(0.75);
  }

  @Test
  void withoutFinishedEpisodesReturnsAreNaN() {
    DatasetStatistics s =
        DatasetStatistics.of(dataset(1, new float[] {1, 2, 3}, new boolean[3], new boolean[3]));

    assertThat(s.episodes()).isZero();
    assertThat(s.meanReturn()).isNaN();
    assertThat(s.stdReturn()).isNaN();
    assertThat(s.minReturn()).isNaN();
    assertThat(s.maxReturn()).isNaN();
    assertThat(s.meanLength()).isNaN();
    assertThat(s.meanReward()).isEqualTo(2);
  }
}
