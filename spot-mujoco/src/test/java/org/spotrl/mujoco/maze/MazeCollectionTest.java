package org.spotrl.mujoco.maze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.DatasetStatistics;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.ReferenceSequence;

class MazeCollectionTest {

  private final MujocoSuite suite = MujocoForTests.suite();

  /**
   * D4RL's released file has 12,459 goals in a million steps, as its users report. A goal takes
   * 80.3 steps with a standard deviation of 53; the bounds are four standard errors of 2,500 goals.
   * Without noise a goal takes 73 steps.
   */
  @Test
  void goalsAreReachedAsOftenAsInD4rlsFile() {
    List<Double> goals = new ArrayList<>();
    collect("maze2d-umaze-v1", 200_000, 0, 0.5)
        .load((activity, done, total, figures) -> goals.add(figures.get("goals reached")));

    double stepsPerGoal = 200_000 / goals.get(goals.size() - 1);
    assertThat(stepsPerGoal).isCloseTo(1_000_000.0 / 12_459, within(4 * 53 / Math.sqrt(2500)));
  }

  @Test
  void theDataDependsOnlyOnTheConfiguration() {
    String digest = load("maze2d-umaze-v1", 5000, 3).digest();

    assertThat(load("maze2d-umaze-v1", 5000, 3).digest()).isEqualTo(digest);
    assertThat(load("maze2d-umaze-v1", 5000, 4).digest()).isNotEqualTo(digest);
  }

  /** Printed by this code: another machine must collect the same bits. */
  @Test
  void theFirstTransitionsAreTheSameOnEveryMachineWithTheReferenceLibrary() {
    MujocoForTests.reference();
    Dataset data = load("maze2d-umaze-v1", 5000, 0);
    ReferenceSequence sequence = new ReferenceSequence();
    for (float number : data.observations()) {
      sequence.add(number);
    }
    for (float number : data.actions()) {
      sequence.add(number);
    }

    assertThat(sequence.hash()).isEqualTo("a5c272ad7f5cf183");
  }

  @Test
  void everyTransitionIsOneStepOfTheBall() {
    Dataset data = load("maze2d-umaze-v1", 20_000, 0);
    float[] observations = data.observations();
    float[] next = data.nextObservations();

    int stale = 0;
    for (int i = 0; i < data.size(); i++) {
      float dx = next[4 * i] - observations[4 * i];
      float dy = next[4 * i + 1] - observations[4 * i + 1];
      double moved = Math.max(Math.abs(dx), Math.abs(dy));
      // At most 5.24 / s (the limit of 5 plus one step's push) for 0.01 s; more where one or
      // several goals ended at once and the controller acted on the old observation.
      assertThat(moved).isLessThan(0.21);
      stale += moved > 0.0525 ? 1 : 0;
    }
    // One such row per goal at most.
    assertThat(stale).isLessThan(DatasetStatistics.of(data).episodes());
  }

  @Test
  void rewardsAreForTheEvaluationGoalAtTheRowsOwnObservation() {
    Dataset sparse = load("maze2d-umaze-v1", 20_000, 0);
    Dataset dense = load("maze2d-umaze-dense-v1", 20_000, 0);

    assertThat(dense.observations()).isEqualTo(sparse.observations());
    int rewarded = 0;
    for (int i = 0; i < sparse.size(); i++) {
      double distance = Math.hypot(sparse.observation(i)[0] - 1, sparse.observation(i)[1] - 1);
      assertThat(sparse.reward(i)).isEqualTo(distance <= 0.5 ? 1f : 0f);
      assertThat(dense.reward(i)).isCloseTo((float) Math.exp(-distance), within(1e-6f));
      rewarded += distance <= 0.5 ? 1 : 0;
    }
    // D4RL's own script gave 7.8 % on MuJoCo 3.3.7 with its noise.
    assertThat((double) rewarded / sparse.size()).isBetween(0.05, 0.11);
  }

  @Test
  void goalsEndWithTimeoutsAndNothingIsTerminal() {
    Dataset data = load("maze2d-umaze-v1", 20_000, 0);
    DatasetStatistics statistics = DatasetStatistics.of(data);

    assertThat(statistics.terminalEpisodes()).isZero();
    // About 250 goals; one in seven is in the cell of the ball and leaves no row.
    assertThat(statistics.episodes()).isBetween(180, 260);
    assertThat(statistics.maxAbsoluteAction()).isEqualTo(1.0);
  }

  @Test
  void withoutNoiseTheActionsAreTheControllersOwn() {
    Dataset data =
        collect("maze2d-umaze-v1", 5000, 0, 0.0).load(ProgressListener.NONE).transitions();

    assertThat(data.digest()).isNotEqualTo(load("maze2d-umaze-v1", 5000, 0).digest());
    // The first action steers: noise-free it repeats the control law at the first observation.
    assertThat(DatasetStatistics.of(data).maxAbsoluteAction()).isEqualTo(1.0);
  }

  @Test
  void progressIsReportedAboutAHundredTimesAndAtTheEnd() {
    List<Long> reports = new ArrayList<>();
    collect("maze2d-umaze-v1", 2050, 0, 0.5)
        .load(
            (activity, done, total, figures) -> {
              assertThat(activity).isEqualTo("collecting");
              assertThat(total).isEqualTo(2050);
              reports.add(done);
            });

    assertThat(reports).hasSize(103).startsWith(20L, 40L).endsWith(2040L, 2050L);
  }

  @Test
  void aStopIsHeardEarlyHoweverLargeTheDataIs() {
    List<Long> reports = new ArrayList<>();
    DatasetSource source = collect("maze2d-umaze-v1", 10_000_000, 0, 0.5);

    assertThatThrownBy(
            () ->
                source.load(
                    (activity, done, total, figures) -> {
                      reports.add(done);
                      throw new SpotStoppedException();
                    }))
        .isInstanceOf(SpotStoppedException.class);

    assertThat(reports).containsExactly(10_000L);
  }

  @Test
  void theDescriptionHasAllSettings() {
    DatasetSource source = collect("maze2d-large-v1", 4_000_000, 7, 0.5);

    assertThat(source.environmentId()).isEqualTo("maze2d-large-v1");
    assertThat(source.description())
        .isEqualTo(
            "D4RL's waypoint controller in maze2d-large-v1: 4000000 steps, seed 7, action noise"
                + " 0.5");
  }

  @Test
  void anUnknownMazeIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> collect("maze2d-huge-v1", 1000, 0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maze2d-huge-v1")
        .hasMessageContaining("maze2d-umaze-dense-v1");
  }

  private Dataset load(String id, int steps, long seed) {
    return collect(id, steps, seed, 0.5).load(ProgressListener.NONE).transitions();
  }

  private DatasetSource collect(String id, int steps, long seed, double noise) {
    return new MazeCollection(new CollectionConfig(id, steps, seed, noise), suite::mazeModel);
  }
}
