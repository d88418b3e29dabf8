package org.spotrl.api.checkpoint;

import java.util.Arrays;

/** An array of a training state, row-major. The array is shared, not copied. */
@SuppressWarnings("ArrayRecordComponent") // large; only the checkpoint's checksum compares it
public sealed interface StateTensor {

  /** The dimensions; empty for a scalar. */
  long[] shape();

  /** An array of float32. */
  record Floats(long[] shape, float[] values) implements StateTensor {

    /** Checks that the shape fits the number of values. */
    public Floats {
      requireShape(shape, values.length);
    }
  }

  /** An array of int64, for example a counter. */
  record Longs(long[] shape, long[] values) implements StateTensor {

    /** Checks that the shape fits the number of values. */
    public Longs {
      requireShape(shape, values.length);
    }
  }

  private static void requireShape(long[] shape, int length) {
    long numbers = 1;
    boolean valid = true;
    for (long dimension : shape) {
      // Both factors are below 2^31, so the product cannot overflow.
      valid =
          valid && dimension >= 0 && dimension <= Integer.MAX_VALUE && numbers <= Integer.MAX_VALUE;
      numbers *= valid ? dimension : 0;
    }
    if (!valid || numbers != length) {
      throw new IllegalArgumentException(
          "a tensor of shape %s does not hold %d numbers"
              .formatted(Arrays.toString(shape), length));
    }
  }
}
