package org.spotrl.tensorflow.density.training;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Data split by whole trajectories, because neighbouring steps are alike.
 *
 * @param training what a density is trained on
 * @param heldOut what it is measured on, in random order
 */
record HeldOut(Dataset training, Dataset heldOut) {

  /** Transitions that are measured at most, of each part. */
  private static final int MOST_ROWS = 10_000;

  /**
   * Splits at random, as a function of the seed.
   *
   * @param fraction of the trajectories that is held out, at least one
   * @throws SpotInputException if there are too few trajectories
   */
  static HeldOut of(Dataset data, double fraction, long seed) {
    if (data.size() == 0) {
      return new HeldOut(data, data);
    }
    Trajectories all = data.trajectories();
    int finished = all.finishedCount();
    int held = Math.max(1, (int) (fraction * finished));
    if (held >= finished) {
      throw new SpotInputException(
          "data set '%s' has %d trajectories; held_out %s needs at least 2 finished ones, one to train on and one to measure on"
              .formatted(data.name(), finished, fraction));
    }
    int[] order = shuffled(finished, RandomStream.of(seed, "held-out").at(0));
    int[] rest = IntStream.of(order).skip(held).sorted().toArray();
    return new HeldOut(
        all.select(rest).transitions(),
        all.select(IntStream.of(order).limit(held).toArray()).transitions());
  }

  private static int[] shuffled(int count, RandomSequence random) {
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * Mean log densities in nats per action dimension, of at most 10,000 transitions of each part.
   * The standard error of the held-out mean takes transitions of one trajectory as dependent.
   */
  Map<String, Double> fit(BehaviorDensity density) {
    int rows = Math.min(MOST_ROWS, heldOut.size());
    double[] held = logDensity(density, heldOut, IntStream.range(0, rows).toArray());
    int size = training.size();
    int[] spread =
        IntStream.range(0, Math.min(MOST_ROWS, size))
            .map(i -> (int) ((long) i * size / Math.min(MOST_ROWS, size)))
            .toArray();
    return Map.of(
        "density/log_density_held_out",
        mean(held),
        "density/log_density_held_out_se",
        standardError(held),
        "density/log_density_train",
        mean(logDensity(density, training, spread)));
  }

  private static double[] logDensity(BehaviorDensity density, Dataset data, int... rows) {
    int s = data.observationDim();
    int a = data.actionDim();
    float[] observations = new float[rows.length * s];
    float[] actions = new float[rows.length * a];
    for (int i = 0; i < rows.length; i++) {
      data.copyObservation(rows[i], observations, i * s);
      data.copyAction(rows[i], actions, i * a);
    }
    double[] values = density.logDensity(observations, actions);
    return Arrays.stream(values).map(value -> value / a).toArray();
  }

  /** The square root of the sum over trajectories of (sum of deviations)^2, divided by N. */
  private double standardError(double... values) {
    double mean = mean(values);
    double sum = 0;
    double ofTrajectory = 0;
    for (int i = 0; i < values.length; i++) {
      ofTrajectory += values[i] - mean;
      if (heldOut.terminal(i) || heldOut.timeout(i) || i + 1 == values.length) {
        sum += ofTrajectory * ofTrajectory;
        ofTrajectory = 0;
      }
    }
    return Math.sqrt(sum) / values.length;
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
