package org.spotrl.policy;

import java.nio.ByteBuffer;
import org.spotrl.api.checkpoint.StateTensor;

/** Converts {@link StateTensor}s from and to bytes. */
final class StateTensors {

  private StateTensors() {}

  /** Number of elements. */
  static int length(StateTensor tensor) {
    if (tensor instanceof StateTensor.Floats floats) {
      return floats.values().length;
    }
    return ((StateTensor.Longs) tensor).values().length;
  }

  /** A tensor of zeros, to be filled from the file. */
  static StateTensor zeros(SafetensorsHeader.Entry entry) {
    return switch (entry.type()) {
      case F32 -> new StateTensor.Floats(entry.shape(), new float[entry.length()]);
      case I64 -> new StateTensor.Longs(entry.shape(), new long[entry.length()]);
    };
  }

  /** Writes elements, starting with {@code from}, until the buffer is full; returns their count. */
  static int put(StateTensor tensor, int from, ByteBuffer buffer) {
    buffer.clear();
    int count;
    // Buffer views copy whole blocks and keep the payload bits of every NaN.
    if (tensor instanceof StateTensor.Floats floats) {
      count = Math.min(floats.values().length - from, buffer.capacity() / Float.BYTES);
      buffer.asFloatBuffer().put(floats.values(), from, count);
      buffer.limit(count * Float.BYTES);
    } else {
      long[] values = ((StateTensor.Longs) tensor).values();
      count = Math.min(values.length - from, buffer.capacity() / Long.BYTES);
      buffer.asLongBuffer().put(values, from, count);
      buffer.limit(count * Long.BYTES);
    }
    return count;
  }

  /**
   * Reads all numbers of the buffer into the tensor, starting at {@code from}; returns their count.
   */
  static int get(ByteBuffer buffer, StateTensor tensor, int from) {
    if (tensor instanceof StateTensor.Floats floats) {
      int count = buffer.remaining() / Float.BYTES;
      buffer.asFloatBuffer().get(floats.values(), from, count);
      return count;
    }
    int count = buffer.remaining() / Long.BYTES;
    buffer.asLongBuffer().get(((StateTensor.Longs) tensor).values(), from, count);
    return count;
  }
}
