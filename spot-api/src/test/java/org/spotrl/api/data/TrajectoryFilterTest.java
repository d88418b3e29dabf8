package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spotrl.api.data.TrajectoryFilter.Count;

class TrajectoryFilterTest {

  /**
   * Returns 5 (rows 0-1), 9 (row 2), 1 (rows 3-6), 6 (rows 7-8), and an unfinished 100 (row 9). The
   * observation is the row number.
   */
  private static Trajectories data() {
    float[] rows = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] rewards = {5, 0, 9, 1, 0, 0, 0, 0, 6, 100};
    boolean[] terminals = new boolean[10];
    boolean[] timeouts = new boolean[10];
    terminals[1] = true;
    terminals[2] = true;
    timeouts[6] = true;
    terminals[8] = true;
    return new Trajectories("data", 1, 1, rows, new float[10], rewards, terminals, timeouts);
  }

  private static float[] kept(double fraction, double discount, Count count) {
    return TrajectoryFilter.best(fraction, discount, count).apply(data()).observations();
  }

  @Test
  void allAreKeptAsTheyAre() {
    Trajectories data = data();

    assertThat(TrajectoryFilter.ALL.apply(data)).isSameAs(data);
  }

  @Test
  void theBestOfTheFinishedTrajectoriesStayInTimeOrder() {
    // floor(0.99 * 4) = 3: returns 9, 6, 5; and floor(0.5 * 4) = 2: returns 9, 6.
    assertThat(kept(0.99, 1, Count.TRAJECTORIES)).containsExactly(0, 1, 2, 7, 8);
    assertThat(kept(0.5, 1, Count.TRAJECTORIES)).containsExactly(2, 7, 8);
    assertThat(kept(1, 1, Count.TRAJECTORIES)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void oneIsAlwaysKept() {
    assertThat(kept(0.01, 1, Count.TRAJECTORIES)).containsExactly(2);
    assertThat(kept(0.01, 1, Count.STEPS)).containsExactly(2);
  }

  @Test
  void theDiscountWeighsLateRewardsLess() {
    // Discounted by 0.5, the returns are 5, 9, 1 and 3.
    assertThat(kept(0.5, 0.5, Count.TRAJECTORIES)).containsExactly(0, 1, 2);
  }

  @Test
  void aFractionOfStepsKeepsTheBestTrajectoriesWithFewerSteps() {
    // Nine finished steps. Best first, the trajectories have 1, 2, 2 and 4 steps: 1, 3, 5 and 9 in
    // all. Limits: floor(0.34 * 9) = 3, floor(0.45 * 9) = 4, floor(0.7 * 9) = 6.
    assertThat(kept(0.34, 1, Count.STEPS)).containsExactly(2);
    assertThat(kept(0.45, 1, Count.STEPS)).containsExactly(2, 7, 8);
    assertThat(kept(0.7, 1, Count.STEPS)).containsExactly(0, 1, 2, 7, 8);
  }

  @Test
  void theFirstOfEqualReturnsIsKept() {
    boolean[] ends = {true, true, true};
    Trajectories data =
        new Trajectories(
            "data", 1, 1, new float[] {0, 1, 2}, new float[3], new float[3], ends, new boolean[3]);

    assertThat(TrajectoryFilter.best(0.4, 1, Count.TRAJECTORIES).apply(data).observations())
        .containsExactly(0);
  }

  @Test
  void anUnfinishedTrajectoryIsKeptIfThereIsNoOther() {
    Trajectories data =
        new Trajectories(
            "data",
            1,
            1,
            new float[] {0, 1},
            new float[2],
            new float[2],
            new boolean[2],
            new boolean[2]);

    assertThat(TrajectoryFilter.best(0.1, 1, Count.STEPS).apply(data).steps()).isEqualTo(2);
  }
}
