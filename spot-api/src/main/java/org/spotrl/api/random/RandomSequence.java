package org.spotrl.api.random;

/**
 * Random numbers of one counter of a {@link RandomStream}, drawn in order. Not thread-safe; cheap
 * to create.
 */
public final class RandomSequence {

  private static final double UNIT_53 = 0x1.0p-53;

  private long state;

  RandomSequence(long state) {
    this.state = state;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    state += SplitMix64.GAMMA;
    return SplitMix64.mix(state);
  }

  /** The next number, uniform on [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT_53;
  }

  /** The next number, uniform on [low, high). */
  public double nextUniform(double low, double high) {
    double value = low + (high - low) * nextDouble();
    // Rounding may give the upper bound itself.
    return value < high ? value : Math.max(low, Math.nextDown(high));
  }

  /**
   * The next integer, uniform on [0, bound).
   *
   * @throws IllegalArgumentException if the bound is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, not " + bound);
    }
    // The high half of a 64-bit product; its bias is below 2^-32 for any int bound.
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** The next standard normal number, by the Box-Muller transform with StrictMath. */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
    return radius * StrictMath.cos(2.0 * Math.PI * nextDouble());
  }
}
