package org.spotrl.api.random;

/**
 * The numbers of one counter of a {@link RandomStream}, drawn one after the other. Not thread-safe;
 * cheap to make.
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

  /** The next number of the uniform distribution on [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT_53;
  }

  /** The next number of the uniform distribution on [low, high). */
  public double nextUniform(double low, double high) {
    double value = low + (high - low) * nextDouble();
    // The sum may be rounded up to the bound itself.
    return value < high ? value : Math.max(low, Math.nextDown(high));
  }

  /**
   * The next whole number of the uniform distribution on [0, bound).
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

  /**
   * The next number of the standard normal distribution, by Box and Muller's transform on
   * StrictMath.
   */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - nextDouble()));
    return radius * StrictMath.cos(2.0 * Math.PI * nextDouble());
  }
}
