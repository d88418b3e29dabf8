package org.spotrl.experiments.diagnostic;

import java.util.stream.IntStream;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Rows of the training data that are drawn once, by the run's seed, and examined at every
 * evaluation.
 *
 * @param observations {@code [ROWS, S]} row by row
 * @param actions {@code [ROWS, A]} row by row, the data's
 * @param observationDim S
 * @param seed the run's
 */
@SuppressWarnings("ArrayRecordComponent") // used within this package, never compared
record DataSample(float[] observations, float[] actions, int observationDim, long seed) {

  /** Rows of a sample: enough for a share of 1 %, and no more, as some methods act slowly. */
  static final int ROWS = 256;

  /** Draws a sample with replacement. */
  static DataSample of(Dataset data, long seed) {
    int s = data.observationDim();
    int a = data.actionDim();
    float[] observations = new float[ROWS * s];
    float[] actions = new float[ROWS * a];
    RandomSequence random = RandomStream.of(seed, "support-probe").at(0);
    for (int row = 0; row < ROWS; row++) {
      int i = random.nextInt(data.size());
      System.arraycopy(data.observation(i), 0, observations, row * s, s);
      System.arraycopy(data.action(i), 0, actions, row * a, a);
    }
    return new DataSample(observations, actions, s, seed);
  }

  /** Draws from the first steps of all trajectories, with replacement. */
  static DataSample ofInitialStates(Dataset data, long seed) {
    Trajectories all = data.trajectories();
    int s = data.observationDim();
    int a = data.actionDim();
    float[] observations = new float[ROWS * s];
    float[] actions = new float[ROWS * a];
    RandomSequence random = RandomStream.of(seed, "support-initial").at(0);
    for (int row = 0; row < ROWS; row++) {
      int first = all.start(random.nextInt(all.count()));
      System.arraycopy(all.observations(), first * s, observations, row * s, s);
      System.arraycopy(all.actions(), first * a, actions, row * a, a);
    }
    return new DataSample(observations, actions, s, seed);
  }

  /**
   * The policy's actions, {@code [ROWS, A]} row by row: the first action of an episode that begins
   * at the observation, with the same random draws at every evaluation.
   */
  float[] actionsOf(Policy policy) {
    int a = actions.length / ROWS;
    float[] chosen = new float[actions.length];
    RandomStream draws = RandomStream.of(seed, "support-actions");
    for (int row = 0; row < ROWS; row++) {
      Actor actor = policy.start(draws.at(row));
      int first = row * observationDim;
      double[] action =
          actor.act(
              IntStream.range(first, first + observationDim)
                  .mapToDouble(i -> observations[i])
                  .toArray());
      for (int d = 0; d < a; d++) {
        chosen[row * a + d] = (float) action[d];
      }
    }
    return chosen;
  }
}
