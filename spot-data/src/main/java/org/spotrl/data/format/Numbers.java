package org.spotrl.data.format;

import java.nio.ByteBuffer;

/** How a file stores a number, and its conversion to floating point. */
enum Numbers {
  FLOAT32(4) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return from.getFloat(at);
    }
  },
  FLOAT64(8) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return from.getDouble(at);
    }
  },
  INT8(1) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return from.get(at);
    }
  },
  UINT8(1) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return Byte.toUnsignedInt(from.get(at));
    }
  },
  INT16(2) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return from.getShort(at);
    }
  },
  UINT16(2) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return Short.toUnsignedInt(from.getShort(at));
    }
  },
  INT32(4) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return from.getInt(at);
    }
  },
  INT64(8) {
    @Override
    double readDouble(ByteBuffer from, int at) {
      return from.getLong(at);
    }
  };

  private final int bytes;

  Numbers(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** The number at a byte position, in the buffer's byte order. */
  abstract double readDouble(ByteBuffer from, int at);

  /** As {@link #readDouble}, rounded to float32. */
  float read(ByteBuffer from, int at) {
    return (float) readDouble(from, at);
  }

  /** Reads all numbers of a buffer, from its position to its limit. */
  void read(ByteBuffer from, float[] to, int offset) {
    int count = from.remaining() / bytes;
    if (this == FLOAT32) {
      from.asFloatBuffer().get(to, offset, count);
      return;
    }
    int start = from.position();
    for (int i = 0; i < count; i++) {
      to[offset + i] = read(from, start + i * bytes);
    }
  }
}
