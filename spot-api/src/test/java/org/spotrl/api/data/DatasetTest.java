package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;

class DatasetTest {

  // Two rows of two observations and one action; a test changes what it is about.
  private final float[] observations = {1, 2, 3, 4};
  private final float[] actions = {0.5f, -0.5f};
  private final float[] rewards = {1, 0};
  private final float[] next = {3, 4, 5, 6};
  private final boolean[] terminals = {false, true};
  private final boolean[] timeouts = {false, true};

  private Dataset dataset() {
    return new Dataset("tiny", 2, 1, observations, actions, rewards, next, terminals, timeouts);
  }

  @Test
  void holdsItsColumns() {
    Dataset data = dataset();

    assertThat(data.name()).isEqualTo("tiny");
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.observationDim()).isEqualTo(2);
    assertThat(data.actionDim()).isEqualTo(1);
    assertThat(data.observations()).isSameAs(observations);
    assertThat(data.actions()).isSameAs(actions);
    assertThat(data.rewards()).isSameAs(rewards);
    assertThat(data.nextObservations()).isSameAs(next);
    assertThat(data.terminals()).isSameAs(terminals);
    assertThat(data.timeouts()).isSameAs(timeouts);
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
    next[2] = Float.POSITIVE_INFINITY;
    assertRefused("data set 'tiny': next_observations has Infinity in row 1, dimension 0; ");
  }

  private void assertRefused(String start) {
    assertThatThrownBy(this::dataset)
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith(start)
        .hasMessageEndingWith("remove or repair that row");
  }

  @Test
  void columnsThatDoNotFitAreNamed() {
    boolean[] one = {false};
    assertColumn("observations has 3 numbers, but 2 rows of 2 were expected (4)", new float[3]);
    assertThatThrownBy(
            () -> new Dataset("t", 2, 2, observations, actions, rewards, next, terminals, timeouts))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("actions has 2 numbers, but 2 rows of 2 were expected (4)");
    assertThatThrownBy(
            () ->
                new Dataset(
                    "t", 2, 1, observations, actions, rewards, actions, terminals, timeouts))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("next_observations has 2 numbers");
    assertThatThrownBy(
            () -> new Dataset("t", 2, 1, observations, actions, rewards, next, one, timeouts))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("terminals has 1 numbers, but 2 rows of 1");
    assertThatThrownBy(
            () -> new Dataset("t", 2, 1, observations, actions, rewards, next, terminals, one))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("timeouts has 1 numbers");
    assertThatThrownBy(
            () -> new Dataset("t", 0, 1, new float[0], actions, rewards, next, terminals, timeouts))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("observations has 0 numbers, but 2 rows of 0");
  }

  private void assertColumn(String message, float[] wrongObservations) {
    assertThatThrownBy(
            () ->
                new Dataset(
                    "t", 2, 1, wrongObservations, actions, rewards, next, terminals, timeouts))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aWidthWhoseProductOverflowsAnIntIsRefused() {
    // As an int product, 2 rows times -2147483646 wraps to the 4 numbers that are there.
    assertThatThrownBy(
            () ->
                new Dataset(
                    "t",
                    Integer.MIN_VALUE + 2,
                    1,
                    observations,
                    actions,
                    rewards,
                    next,
                    terminals,
                    timeouts))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("observations has 4 numbers");
  }

  @Test
  void anEmptySetIsRefused() {
    float[] none = {};
    assertThatThrownBy(
            () -> new Dataset("e", 1, 1, none, none, none, none, new boolean[0], new boolean[0]))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("data set 'e' has no transitions");
  }

  @Test
  void theDigestIsThatOfItsBytes() {
    // SHA-256 by Python's hashlib over "2x1x2", the columns as little-endian float32, and the flags
    // 0 and 3.
    assertThat(dataset().digest())
        .isEqualTo("e6a6d1e6add1a585d2cabbbf933e7492146cdcac86902b8bb2db7c01c55980a4");
  }

  @Test
  void theDigestChangesWithAnyBit() {
    Set<String> digests = new HashSet<>();
    digests.add(dataset().digest());
    int changes = 0;
    for (float[] column : new float[][] {observations, actions, rewards, next}) {
      for (int i = 0; i < column.length; i++) {
        for (int bit = 0; bit < 32; bit++) {
          float old = column[i];
          float flipped = Float.intBitsToFloat(Float.floatToRawIntBits(old) ^ (1 << bit));
          if (Float.isFinite(flipped)) {
            column[i] = flipped;
            digests.add(dataset().digest());
            changes++;
            column[i] = old;
          }
        }
      }
    }
    for (boolean[] flags : new boolean[][] {terminals, timeouts}) {
      for (int i = 0; i < flags.length; i++) {
        flags[i] = !flags[i];
        digests.add(dataset().digest());
        changes++;
        flags[i] = !flags[i];
      }
    }

    assertThat(changes).isGreaterThan(300);
    assertThat(digests).hasSize(changes + 1);
  }

  @Test
  void columnsLongerThanTheDigestsBufferCountToTheEnd() {
    // The buffer takes 16,384 floats.
    int n = 20_000;
    float[] column = new float[n];
    boolean[] flags = new boolean[n];
    String before = new Dataset("l", 1, 1, column, column, column, column, flags, flags).digest();
    float[] changed = column.clone();
    changed[n - 1] = 1;

    assertThat(new Dataset("l", 1, 1, column, column, column, changed, flags, flags).digest())
        .isNotEqualTo(before);
    assertThat(new Dataset("l", 1, 1, changed, column, column, column, flags, flags).digest())
        .isNotEqualTo(before);
  }

  @Test
  void transformationKeepsActionsAndFlags() {
    Normalizer normalizer = new Normalizer(new float[] {1, 2}, new float[] {2, 4});

    Dataset transformed = dataset().transformed(normalizer, RewardTransform.affine(2, 1));

    assertThat(transformed.name()).isEqualTo("tiny");
    assertThat(transformed.observations()).containsExactly(0, 0, 1, 0.5f);
    assertThat(transformed.nextObservations()).containsExactly(1, 0.5f, 2, 1);
    assertThat(transformed.rewards()).containsExactly(3, 1);
    assertThat(transformed.actions()).isSameAs(actions);
    assertThat(transformed.terminals()).isSameAs(terminals);
    assertThat(transformed.timeouts()).isSameAs(timeouts);
    assertThat(rewards).containsExactly(1, 0);
  }
}
