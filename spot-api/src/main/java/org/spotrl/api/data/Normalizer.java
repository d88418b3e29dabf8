package org.spotrl.api.data;

import java.util.Arrays;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;

/**
 * Shifts and scales observations: (s - mean) / std, in float32.
 *
 * @param mean {@code [S]}
 * @param std {@code [S]}, positive, epsilon included
 */
@SuppressWarnings("ArrayRecordComponent") // small, never compared
public record Normalizer(float[] mean, float[] std) {

  /** Checks that both have the same length and valid values. */
  public Normalizer {
    if (mean.length != std.length || mean.length == 0) {
      throw new IllegalArgumentException(
          "there are %d means but %d standard deviations".formatted(mean.length, std.length));
    }
    for (int d = 0; d < std.length; d++) {
      if (!(Float.isFinite(mean[d]) && std[d] > 0 && Float.isFinite(std[d]))) {
        throw new IllegalArgumentException(
            "dimension %d has mean %s and standard deviation %s; the mean must be finite and the standard deviation positive"
                .formatted(d, mean[d], std[d]));
      }
    }
  }

  /**
   * Added to the standard deviation itself, not to the variance, as the authors of SPOT and TD3+BC
   * do.
   */
  public static final double EPSILON = 1e-3;

  /** A normaliser that changes nothing. */
  public static Normalizer identity(int observationDim) {
    float[] ones = new float[observationDim];
    Arrays.fill(ones, 1f);
    return new Normalizer(new float[observationDim], ones);
  }

  /** A normaliser from all observations of a data set: float64 sums, population variance. */
  public static Normalizer of(Dataset dataset) {
    int dim = dataset.observationDim();
    float[] observation = new float[dim];
    double[] mean = new double[dim];
    double[] square = new double[dim];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyObservation(i, observation, 0);
      for (int d = 0; d < dim; d++) {
        mean[d] += observation[d];
      }
    }
    for (int d = 0; d < dim; d++) {
      mean[d] /= dataset.size();
    }
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyObservation(i, observation, 0);
      for (int d = 0; d < dim; d++) {
        double delta = observation[d] - mean[d];
        square[d] += delta * delta;
      }
    }
    float[] floatMean = new float[dim];
    float[] std = new float[dim];
    for (int d = 0; d < dim; d++) {
      floatMean[d] = (float) mean[d];
      std[d] = (float) (Math.sqrt(square[d] / dataset.size()) + EPSILON);
    }
    return new Normalizer(floatMean, std);
  }

  /**
   * A normalised copy of rows {@code [N, S]}.
   *
   * @throws IllegalArgumentException if the length is not a multiple of S
   */
  public float[] normalize(float[] rows) {
    if (rows.length % mean.length != 0) {
      throw new IllegalArgumentException(
          "%d numbers are not rows of %d".formatted(rows.length, mean.length));
    }
    float[] out = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int d = i % mean.length;
      out[i] = (rows[i] - mean[d]) / std[d];
    }
    return out;
  }

  /** The raw observation {@code [S]} of a normalised one, up to float32 rounding. */
  public double[] denormalize(float[] normalized) {
    double[] raw = new double[normalized.length];
    for (int d = 0; d < raw.length; d++) {
      raw[d] = normalized[d] * std[d] + mean[d];
    }
    return raw;
  }

  /** A policy on raw observations that normalises them for the given policy. */
  public Policy wrap(Policy onNormalized) {
    return random -> {
      Actor actor = onNormalized.start(random);
      return new Actor() {
        @Override
        public double[] act(double[] observation) {
          return actor.act(normalize(observation));
        }

        @Override
        public void rewarded(double reward) {
          actor.rewarded(reward);
        }
      };
    };
  }

  private double[] normalize(double[] observation) {
    if (observation.length != mean.length) {
      throw new IllegalArgumentException(
          "an observation has %d numbers, but the normaliser expects %d"
              .formatted(observation.length, mean.length));
    }
    double[] scaled = new double[observation.length];
    for (int d = 0; d < scaled.length; d++) {
      scaled[d] = ((float) observation[d] - mean[d]) / std[d];
    }
    return scaled;
  }
}
