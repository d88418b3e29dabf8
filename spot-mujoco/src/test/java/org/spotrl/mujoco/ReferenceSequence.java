package org.spotrl.mujoco;

/**
 * The controls and the checksum of the reference numbers: Knuth's 64-bit linear congruential
 * generator from state 1, and FNV-1a over the bits of every number, low byte first.
 */
public final class ReferenceSequence {

  private long state = 1;
  private long hash = 0xcbf29ce484222325L;

  /** The next number in [-1, 1). */
  public double nextControl() {
    state = state * 6364136223846793005L + 1442695040888963407L;
    return (state >>> 11) * 0x1.0p-53 * 2 - 1;
  }

  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int i = 0; i < Long.BYTES; i++) {
      hash = (hash ^ (bits >>> (8 * i) & 0xff)) * 0x100000001b3L;
    }
  }

  public String hash() {
    return "%016x".formatted(hash);
  }
}
