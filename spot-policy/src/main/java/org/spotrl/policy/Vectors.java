package org.spotrl.policy;

/** Observations and actions between float64 outside of a network and float32 within. */
final class Vectors {

  private Vectors() {}

  /**
   * An observation in float32.
   *
   * @throws IllegalArgumentException if it is not of this length
   */
  static float[] floats(double[] observation, int length) {
    if (observation.length != length) {
      throw new IllegalArgumentException(
          "the policy takes " + length + " numbers, not " + observation.length);
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
