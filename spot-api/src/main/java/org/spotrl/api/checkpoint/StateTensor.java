package org.spotrl.api.checkpoint;

/** One named array of a training state, in row-major order. Arrays are shared, not copied. */
@SuppressWarnings("ArrayRecordComponent") // large and compared by the checkpoint's checksum only
public sealed interface StateTensor {

  /** Its dimensions; empty for a scalar. */
  long[] shape();

  /** An array of float32. */
  record Floats(long[] shape, float[] values) implements StateTensor {}

  /** An array of int64, for example a counter. */
  record Longs(long[] shape, long[] values) implements StateTensor {}
}
