package org.spotrl.policy;

/** Converts observations and actions between float64 and the float32 of networks. */
final class Vectors {

  private Vectors() {}

  /**
   * Converts an observation to float32.
   *
   * @throws IllegalArgumentException if it has another length
   */
  static float[] floats(double[] observation, int length) {
    if (observation.length != length) {
      throw new IllegalArgumentException(
          "the observation has "
              + observation.length
              + " numbers, but the policy expects "
              + length);
    }
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) observation[i];
    }
    return x;
  }

  static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  static float[] concat(float[] first, float[] second) {
    float[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
