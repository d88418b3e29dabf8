package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class TrajectoriesTest {

  // Three rows with observations of size 2 and actions of size 1; a test changes the values it
  // checks.
  private final float[] observations = {1, 2, 3, 4, 5, 6};
  private final float[] actions = {0.5f, -0.5f, 0.25f};
  private final float[] rewards = {1, 4, 10};
  private final boolean[] terminals = {false, true, false};
  private final boolean[] timeouts = {false, false, false};

  private Trajectories trajectories() {
    return new Trajectories("tiny", 2, 1, observations, actions, rewards, terminals, timeouts);
  }

  @Test
  void columnsAreSharedAndCutAtTheFlags() {
    Trajectories data = trajectories();

    assertThat(data.name()).isEqualTo("tiny");
    assertThat(data.observations()).isSameAs(observations);
    assertThat(data.actions()).isSameAs(actions);
    assertThat(data.rewards()).isSameAs(rewards);
    assertThat(data.terminals()).isSameAs(terminals);
    assertThat(data.timeouts()).isSameAs(timeouts);
    assertThat(data.steps()).isEqualTo(3);
    assertThat(data.count()).isEqualTo(2);
    assertThat(data.start(0)).isZero();
    assertThat(data.end(0)).isEqualTo(2);
    assertThat(data.start(1)).isEqualTo(2);
    assertThat(data.end(1)).isEqualTo(3);
    assertThat(data.length(0)).isEqualTo(2);
    assertThat(data.length(1)).as("the unfinished one").isEqualTo(1);
    assertThat(data.finishedCount()).isEqualTo(1);
    assertThat(data.undiscountedReturn(0)).isEqualTo(5);
    assertThat(data.discountedReturn(0, 0.5)).isEqualTo(3);
    assertThat(data.undiscountedReturn(1)).isEqualTo(10);
    assertThat(data.hasLastObservations()).isFalse();
  }

  @Test
  void withoutLastObservationsTransitionsFollowTheNextRow() {
    Dataset data = trajectories().transitions();

    assertThat(data.observations()).containsExactly(1, 2, 3, 4);
    assertThat(data.nextObservations()).containsExactly(3, 4, 5, 6);
    assertThat(data.terminals()).containsExactly(false, true);
  }

  @Test
  void withLastObservationsEveryRowIsATransition() {
    timeouts[1] = true;
    terminals[1] = false;
    Dataset data = trajectories().withLastObservations(new float[] {7, 8, 9, 10}).transitions();

    assertThat(data.size()).isEqualTo(3);
    assertThat(data.nextObservations()).containsExactly(3, 4, 7, 8, 9, 10);
    assertThat(data.timeouts()).containsExactly(false, true, false);
    assertThat(data.terminals()).containsExactly(false, false, false);
  }

  @Test
  void selectedTrajectoriesAreCopiedWithTheirLastObservations() {
    Trajectories second = trajectories().withLastObservations(new float[] {7, 8, 9, 10}).select(1);

    assertThat(second.observations()).containsExactly(5, 6);
    assertThat(second.actions()).containsExactly(0.25f);
    assertThat(second.rewards()).containsExactly(10);
    assertThat(second.count()).isEqualTo(1);
    assertThat(second.finishedCount()).as("unfinished, but the only one").isEqualTo(1);
    assertThat(second.transitions().nextObservations()).containsExactly(9, 10);
  }

  @Test
  void changesOfObservationsAndRewardsShareTheOtherColumns() {
    Trajectories last = trajectories().withLastObservations(new float[] {7, 8, 9, 10});
    Trajectories normalized =
        last.normalized(new Normalizer(new float[] {1, 2}, new float[] {2, 4}));
    Trajectories costly = last.withRewards(reward -> -reward);

    assertThat(normalized.observations()).containsExactly(0, 0, 1, 0.5f, 2, 1);
    assertThat(normalized.transitions().nextObservations()).containsExactly(1, 0.5f, 3, 1.5f, 4, 2);
    assertThat(normalized.rewards()).isSameAs(rewards);
    assertThat(costly.rewards()).containsExactly(-1, -4, -10);
    assertThat(costly.observations()).isSameAs(observations);
    assertThat(costly.hasLastObservations()).isTrue();
    assertThat(rewards).containsExactly(1, 4, 10);
  }

  @Test
  void transitionsWithoutOrderAreTrajectoriesOfOneStep() {
    Trajectories loose =
        Trajectories.ofTransitions(
            "loose",
            2,
            1,
            observations,
            actions,
            rewards,
            new float[] {9, 8, 7, 6, 5, 4},
            terminals);
    Dataset data = loose.transitions();

    assertThat(loose.count()).isEqualTo(3);
    assertThat(data.observations()).containsExactly(observations);
    assertThat(data.nextObservations()).containsExactly(9, 8, 7, 6, 5, 4);
    assertThat(data.terminals()).containsExactly(terminals);
    assertThat(data.timeouts()).containsExactly(true, false, true);
  }

  @Test
  void numbersThatAreNotFiniteAreRefusedWithRowAndDimension() {
    observations[3] = Float.NaN;
    assertRefused("data set 'tiny': observations has NaN in row 1, dimension 1; ");
    observations[3] = 4;
    actions[1] = Float.NaN;
    assertRefused("data set 'tiny': actions has NaN in row 1, dimension 0; ");
    actions[1] = 0;
    rewards[0] = Float.NEGATIVE_INFINITY;
    assertRefused("data set 'tiny': rewards has -Infinity in row 0, dimension 0; ");
    rewards[0] = 0;
    assertThatThrownBy(
            () ->
                trajectories().withLastObservations(new float[] {0, 0, Float.POSITIVE_INFINITY, 0}))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("data set 'tiny': last observations has Infinity in row 1, ");
  }

  private void assertRefused(String start) {
    assertThatThrownBy(this::trajectories)
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith(start)
        .hasMessageEndingWith("remove or repair that row");
  }

  @Test
  void columnsThatDoNotFitAreNamed() {
    boolean[] one = {false};
    assertColumn(
        "observations has 3 numbers, but 3 rows of 2 were expected (6)",
        () -> new Trajectories("t", 2, 1, new float[3], actions, rewards, terminals, timeouts));
    assertColumn(
        "actions has 3 numbers, but 3 rows of 2 were expected (6)",
        () -> new Trajectories("t", 2, 2, observations, actions, rewards, terminals, timeouts));
    assertColumn(
        "terminals has 1 numbers, but 3 rows of 1",
        () -> new Trajectories("t", 2, 1, observations, actions, rewards, one, timeouts));
    assertColumn(
        "timeouts has 1 numbers",
        () -> new Trajectories("t", 2, 1, observations, actions, rewards, terminals, one));
    assertColumn(
        "observations has 0 numbers, but 3 rows of 0",
        () -> new Trajectories("t", 0, 1, new float[0], actions, rewards, terminals, timeouts));
    assertColumn(
        "last observations have 2 numbers, but 2 trajectories of 2 were expected",
        () -> trajectories().withLastObservations(new float[2]));
    assertColumn(
        "last observations have 0 numbers",
        () -> trajectories().withLastObservations(new float[0]));
  }

  private static void assertColumn(String message, Runnable construction) {
    assertThatThrownBy(construction::run)
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aWidthWhoseProductOverflowsAnIntIsRefused() {
    // As an int product, 2 rows times -2147483646 wraps to the 4 numbers that are there.
    boolean[] flags = new boolean[2];
    assertColumn(
        "observations has 4 numbers",
        () ->
            new Trajectories(
                "t",
                Integer.MIN_VALUE + 2,
                1,
                new float[4],
                new float[2],
                new float[2],
                flags,
                flags));
  }

  @Test
  void noStepsAreRefused() {
    float[] none = {};
    assertThatThrownBy(
            () -> new Trajectories("e", 1, 1, none, none, none, new boolean[0], new boolean[0]))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("data set 'e' has no steps");
  }

  @Nested
  class Collected {

    private static final double[] ACTION = {0.5};

    private final Trajectories.Builder builder = new Trajectories.Builder("log", 1, 1, 4);

    private void add(double observation, boolean terminal, boolean timeout) {
      builder.add(new double[] {observation}, ACTION, 0, terminal, timeout);
    }

    @Test
    void theNextRowIsTheNextObservation() {
      builder.add(new double[] {1}, new double[] {0.1}, 10, false, false);
      builder.add(new double[] {2}, new double[] {0.2}, 20, true, false);
      builder.add(new double[] {3}, new double[] {0.3}, 30, false, false);

      Dataset data = builder.build().transitions();

      assertThat(data.name()).isEqualTo("log");
      assertThat(data.observations()).containsExactly(1, 2);
      assertThat(data.actions()).containsExactly(0.1f, 0.2f);
      assertThat(data.rewards()).containsExactly(10, 20);
      assertThat(data.nextObservations()).containsExactly(2, 3);
      assertThat(data.terminals()).containsExactly(false, true);
      assertThat(data.timeouts()).containsExactly(false, false);
    }

    @Test
    void aTimeoutRowIsDroppedAndTheRowBeforeItGetsTheTimeout() {
      add(1, false, false);
      add(2, false, true);
      add(3, false, false);
      add(4, false, true);

      Dataset data = builder.build().transitions();

      assertThat(data.observations()).containsExactly(1, 3);
      assertThat(data.nextObservations()).containsExactly(2, 4);
      assertThat(data.timeouts()).containsExactly(true, true);
    }

    @Test
    void aTerminalBeforeATimeoutRowStaysATerminalOnly() {
      add(1, true, false);
      add(2, false, true);
      add(3, false, false);

      Dataset data = builder.build().transitions();

      assertThat(data.observations()).containsExactly(1);
      assertThat(data.terminals()).containsExactly(true);
      assertThat(data.timeouts()).containsExactly(false);
    }

    @Test
    void dataWithoutAnyTransitionIsRefused() {
      assertThatThrownBy(builder::build)
          .isInstanceOf(SpotInputException.class)
          .hasMessage("data set 'log' has no steps");
      add(1, false, true);
      add(2, false, false);
      Trajectories steps = builder.build();
      assertThatThrownBy(steps::transitions)
          .isInstanceOf(SpotInputException.class)
          .hasMessage("data set 'log' has no transitions");
    }

    @Test
    void aFullBuilderSaysSo() {
      for (int i = 0; i < 4; i++) {
        add(i, false, false);
      }

      assertThatThrownBy(() -> add(4, false, false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("data set 'log' is full: its builder holds 4 steps");
      assertThat(builder.size()).isEqualTo(4);
      assertThat(builder.build().observations()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void arraysOfAnotherLengthAreRefusedWithTheirStep() {
      add(0, false, false);

      assertThatThrownBy(() -> builder.add(new double[3], ACTION, 0, false, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("data set 'log': step 1 has an observation of 3 numbers, not 1");
      assertThatThrownBy(() -> builder.add(new double[1], new double[0], 0, false, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("data set 'log': step 1 has an action of 0 numbers, not 1");
    }

    @Test
    void aSizeThatDoesNotFitIntoArraysIsRefused() {
      assertThatThrownBy(() -> new Trajectories.Builder("big", 100, 1, 100_000_000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("100000000 steps with observations of 100");
      assertThatThrownBy(() -> new Trajectories.Builder("negative", 1, 1, -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
