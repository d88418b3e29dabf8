package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

class DatasetTest {

  // Two rows with observations of size 2 and actions of size 1; a test changes the values it
  // checks.
  private final float[] observations = {1, 2, 3, 4};
  private final float[] actions = {0.5f, -0.5f};
  private final float[] rewards = {1, 0};
  private final float[] last = {5, 6};
  private final boolean[] terminals = {false, true};
  private final boolean[] timeouts = {false, true};

  private Dataset dataset() {
    return new Trajectories("tiny", 2, 1, observations, actions, rewards, terminals, timeouts)
        .withLastObservations(last)
        .transitions();
  }

  @Test
  void transitionsAreReadByTheirNumberAndByColumn() {
    Dataset data = dataset();

    assertThat(data.name()).isEqualTo("tiny");
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.observationDim()).isEqualTo(2);
    assertThat(data.actionDim()).isEqualTo(1);
    assertThat(data.observation(1)).containsExactly(3, 4);
    assertThat(data.action(1)).containsExactly(-0.5f);
    assertThat(data.reward(0)).isEqualTo(1);
    assertThat(data.terminal(1)).isTrue();
    assertThat(data.timeout(1)).isTrue();
    float[] row = new float[7];
    data.copyObservation(0, row, 1);
    data.copyAction(0, row, 3);
    data.copyNextObservation(0, row, 4);
    assertThat(row).containsExactly(0, 1, 2, 0.5f, 3, 4, 0);
    assertThat(data.observations()).containsExactly(observations);
    assertThat(data.actions()).containsExactly(actions);
    assertThat(data.rewards()).containsExactly(rewards);
    assertThat(data.nextObservations()).containsExactly(3, 4, 5, 6);
    assertThat(data.terminals()).containsExactly(terminals);
    assertThat(data.timeouts()).containsExactly(timeouts);
  }

  @Test
  void theNextActionsCanBeThoseOfAPolicy() {
    Dataset data = dataset().withNextActions(new float[] {0.25f, 0.75f});

    float[] next = new float[3];
    data.copyNextAction(0, next, 1);
    data.copyNextAction(1, next, 2);
    assertThat(next).as("also after the end of a trajectory").containsExactly(0, 0.25f, 0.75f);
    assertThat(data.hasNextAction(0)).isTrue();
    assertThat(data.hasNextAction(1)).isTrue();
    assertThat(data.digest()).as("the transitions are the same").isEqualTo(dataset().digest());
    assertThatThrownBy(() -> dataset().withNextActions(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 numbers are not the next actions of 2 transitions, 1 numbers each");
  }

  @Test
  void theNextActionComesFromTheNextStepOfTheSameTrajectory() {
    // Rows: 0, 1 terminal; 2, 3 timeout; 4, 5 unfinished.
    float[] rows = {0, 1, 2, 3, 4, 5};
    Trajectories steps =
        new Trajectories(
            "sarsa",
            1,
            1,
            rows,
            new float[] {10, 11, 12, 13, 14, 15},
            rows,
            new boolean[] {false, true, false, false, false, false},
            new boolean[] {false, false, false, true, false, false});

    // As D4RL has them: rows 0, 1, 2 and 4. The dropped row 3 still gives its action.
    assertNextActions(steps.transitions(), 11, Float.NaN, 13, 15);
    // With last observations, the actions after rows 3 and 5 are not known.
    Dataset all = steps.withLastObservations(new float[3]).transitions();
    assertNextActions(all, 11, Float.NaN, 13, Float.NaN, 15, Float.NaN);
    assertThat(all.hasNextAction(1)).as("none follows the end of the task").isTrue();
    assertThat(all.hasNextAction(3)).as("the episode was cut").isFalse();
    assertThat(all.hasNextAction(5)).as("the data stops").isFalse();
  }

  private static void assertNextActions(Dataset data, float... expected) {
    float[] next = new float[data.size()];
    Arrays.fill(next, Float.NaN);
    for (int i = 0; i < next.length; i++) {
      data.copyNextAction(i, next, i);
    }
    assertThat(next).containsExactly(expected);
  }

  @Test
  void anEmptySetHasDimensionsOnly() {
    Dataset data = Dataset.empty("nothing", 3, 2);

    assertThat(data.name()).isEqualTo("nothing");
    assertThat(data.size()).isZero();
    assertThat(data.observationDim()).isEqualTo(3);
    assertThat(data.actionDim()).isEqualTo(2);
    assertThat(data.observations()).isEmpty();
    assertThat(data.trajectories().count()).isZero();
    assertThat(data.trajectories().finishedCount()).isZero();
    assertThatThrownBy(() -> Dataset.empty("nothing", 0, 2))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'nothing': column observations has 0 numbers, but 0 rows of 0");
  }

  @Test
  void theDigestIsTheSha256OfItsBytes() {
    // SHA-256 by Python's hashlib over "2x1x2", the columns as little-endian float32, and the flags
    // 0 and 3.
    assertThat(dataset().digest())
        .isEqualTo("e6a6d1e6add1a585d2cabbbf933e7492146cdcac86902b8bb2db7c01c55980a4");
  }

  /** Printed by an older version. If these change, runs of older versions no longer resume. */
  @Test
  void digestStatisticsAndNormalisationEqualOlderVersions() {
    RandomSequence random = RandomStream.of(0, "digest").at(0);
    Trajectories.Builder steps = new Trajectories.Builder("made", 3, 2, 1000);
    for (int i = 0; i < 1000; i++) {
      double[] observation = {
        random.nextGaussian(), random.nextGaussian() * 10 + 3, random.nextUniform(-1, 1)
      };
      double[] action = {random.nextUniform(-1, 1), random.nextUniform(-1, 1)};
      steps.add(observation, action, random.nextGaussian(), i % 70 == 69, i % 90 == 89);
    }
    Trajectories trajectories = steps.build();
    Dataset data = trajectories.transitions();

    assertThat(data.size()).isEqualTo(988);
    assertThat(data.digest())
        .isEqualTo("1447f73e8faff97d58b416922d028686e96b4d731a26ab07d9da867399137c09");
    assertThat(DatasetStatistics.of(data))
        .isEqualTo(
            new DatasetStatistics(
                988,
                24,
                13,
                -0.9254469422521653,
                5.942451626332277,
                -15.377696458250284,
                9.971878327429295,
                40.79166666666667,
                -0.01766006993444455,
                -2.6979939937591553,
                3.145904541015625,
                0.9998188018798828));
    Normalizer normalizer = Normalizer.of(data);
    assertThat(normalizer.mean()).containsExactly(-7.550656E-4f, 2.7205436f, -0.033854567f);
    assertThat(normalizer.std()).containsExactly(1.0346773f, 9.582428f, 0.5889217f);
    Trajectories changed =
        trajectories
            .withRewards(RewardTransform.affine(2, -1).fit(trajectories))
            .normalized(normalizer);
    assertThat(changed.transitions().digest())
        .isEqualTo("6eaf36dd01dd7252e35089572bb9b94dc4ace326f527b9c2454cb05a4e2971b7");
  }

  @Test
  void theDigestChangesWithAnyBit() {
    Set<String> digests = new HashSet<>();
    digests.add(dataset().digest());
    int changes = 0;
    for (float[] column : new float[][] {observations, actions, rewards, last}) {
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
    // The flags of the last row; those of the first would need another last observation.
    for (boolean[] flags : new boolean[][] {terminals, timeouts}) {
      flags[1] = !flags[1];
      digests.add(dataset().digest());
      changes++;
      flags[1] = !flags[1];
    }

    assertThat(changes).isGreaterThan(300);
    assertThat(digests).hasSize(changes + 1);
  }
}
