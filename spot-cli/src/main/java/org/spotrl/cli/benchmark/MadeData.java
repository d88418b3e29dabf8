package org.spotrl.cli.benchmark;

import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/** Random data of given sizes, in episodes of 1,000 steps. */
final class MadeData {

  /** Steps of an episode. */
  static final int EPISODE = 1_000;

  private MadeData() {}

  /** Transitions with observations, actions and rewards uniform in [-1, 1]. */
  static Dataset of(BenchmarkOptions options, int rows) {
    RandomSequence random = RandomStream.of(0, "benchmark data").at(0);
    boolean[] terminals = new boolean[rows];
    for (int i = EPISODE - 1; i < rows; i += EPISODE) {
      terminals[i] = true;
    }
    return new Trajectories(
            "benchmark",
            options.observationDim(),
            options.actionDim(),
            uniform(random, rows * options.observationDim()),
            uniform(random, rows * options.actionDim()),
            uniform(random, rows),
            terminals,
            new boolean[rows])
        .transitions();
  }

  /** Numbers in [-1, 1): zeros and denormals have another speed. */
  static float[] uniform(RandomSequence random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
    return values;
  }
}
