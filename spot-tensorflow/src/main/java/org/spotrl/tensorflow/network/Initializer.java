package org.spotrl.tensorflow.network;

import org.spotrl.api.random.RandomSequence;

/** Draws the initial weights of a linear layer; kernels are {@code [in, out]}, row by row. */
@FunctionalInterface
public interface Initializer {

  /** PyTorch's default: kernel and bias uniform on +-1/sqrt(in). */
  Initializer PYTORCH =
      new Initializer() {
        @Override
        public float[] kernel(RandomSequence random, int in, int out) {
          return Initializer.draw(random, 1 / Math.sqrt(in), in * out);
        }

        @Override
        public float[] bias(RandomSequence random, int in, int out) {
          return Initializer.draw(random, 1 / Math.sqrt(in), out);
        }
      };

  /** The kernel, {@code [in, out]}. */
  float[] kernel(RandomSequence random, int in, int out);

  /** The bias, {@code [out]}; zeros unless an initialiser says otherwise. */
  default float[] bias(RandomSequence random, int in, int out) {
    return new float[out];
  }

  /** Kernel and bias uniform on +-range. */
  static Initializer uniform(double range) {
    return new Initializer() {
      @Override
      public float[] kernel(RandomSequence random, int in, int out) {
        return draw(random, range, in * out);
      }

      @Override
      public float[] bias(RandomSequence random, int in, int out) {
        return draw(random, range, out);
      }
    };
  }

  /** {@link #uniform} on +-range, or {@link #PYTORCH} where the range is 0. */
  static Initializer uniformOrDefault(double range) {
    return range > 0 ? uniform(range) : PYTORCH;
  }

  /** Glorot and Bengio 2010: kernel uniform on +-gain * sqrt(6 / (in + out)), bias zero. */
  static Initializer xavier(double gain) {
    return (random, in, out) -> draw(random, gain * Math.sqrt(6.0 / (in + out)), in * out);
  }

  /** Kernel normal with mean 0 and this standard deviation, bias zero. */
  static Initializer normal(double std) {
    return (random, in, out) -> {
      float[] kernel = new float[in * out];
      for (int i = 0; i < kernel.length; i++) {
        kernel[i] = (float) (std * random.nextGaussian());
      }
      return kernel;
    };
  }

  /**
   * Saxe et al. 2014: the vectors along the shorter side of the kernel are orthogonal with norm
   * gain, uniform over all such bases; bias zero.
   */
  static Initializer orthogonal(double gain) {
    return (random, in, out) -> {
      int vectors = Math.min(in, out);
      int length = Math.max(in, out);
      double[][] basis = new double[vectors][length];
      for (int i = 0; i < vectors; i++) {
        for (int d = 0; d < length; d++) {
          basis[i][d] = random.nextGaussian();
        }
        orthonormalize(basis, i);
      }
      float[] kernel = new float[in * out];
      for (int i = 0; i < vectors; i++) {
        for (int d = 0; d < length; d++) {
          int place = in <= out ? i * out + d : d * out + i;
          kernel[place] = (float) (gain * basis[i][d]);
        }
      }
      return kernel;
    };
  }

  /** Gram-Schmidt step for row i, done twice because one pass loses precision to rounding. */
  private static void orthonormalize(double[][] basis, int i) {
    double[] row = basis[i];
    for (int pass = 0; pass < 2; pass++) {
      for (int j = 0; j < i; j++) {
        double product = dot(row, basis[j]);
        for (int d = 0; d < row.length; d++) {
          row[d] -= product * basis[j][d];
        }
      }
    }
    double norm = Math.sqrt(dot(row, row));
    for (int d = 0; d < row.length; d++) {
      row[d] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  private static float[] draw(RandomSequence random, double range, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextUniform(-range, range);
    }
    return values;
  }
}
