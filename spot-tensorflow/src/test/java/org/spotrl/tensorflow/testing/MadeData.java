package org.spotrl.tensorflow.testing;

import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/** Random transitions for tests that need some data. */
public final class MadeData {

  private MadeData() {}

  /** Normal observations and rewards, uniform actions, each hundredth row a terminal. */
  public static Dataset transitions(int size, int observationDim, int actionDim) {
    RandomSequence random = RandomStream.of(0, "made data").at(0);
    boolean[] terminals = new boolean[size];
    for (int i = 99; i < size; i += 100) {
      terminals[i] = true;
    }
    return Trajectories.ofTransitions(
            "made",
            observationDim,
            actionDim,
            normal(random, size * observationDim),
            uniform(random, size * actionDim),
            normal(random, size),
            normal(random, size * observationDim),
            terminals)
        .transitions();
  }

  private static float[] normal(RandomSequence random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] uniform(RandomSequence random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextUniform(-1, 1);
    }
    return values;
  }
}
