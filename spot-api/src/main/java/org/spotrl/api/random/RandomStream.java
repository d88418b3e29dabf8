package org.spotrl.api.random;

/**
 * A named stream of random numbers without state: every draw is a function of (seed, name,
 * counter).
 *
 * <p>Two streams with different names are independent for all practical purposes, and a stream read
 * at counter n gives the same numbers whatever was drawn before. That is what makes a resumed run
 * equal to one that was never stopped.
 *
 * @param key the 64-bit key that stands for the seed and the name; also the key of TensorFlow's
 *     stateless operations
 */
public record RandomStream(long key) {

  /** The stream of this name under this seed. */
  public static RandomStream of(long seed, String name) {
    return new RandomStream(SplitMix64.mix(seed + SplitMix64.GAMMA)).child(name);
  }

  /** A stream of its own below this one, for example one per network. */
  public RandomStream child(String name) {
    long hash = key;
    for (int i = 0; i < name.length(); i++) {
      hash = SplitMix64.mix(hash ^ (name.charAt(i) + SplitMix64.GAMMA * (i + 1)));
    }
    return new RandomStream(SplitMix64.mix(hash + name.length()));
  }

  /** The numbers that belong to one counter, for example to one episode or one update. */
  public RandomSequence at(long counter) {
    return new RandomSequence(SplitMix64.mix(key ^ SplitMix64.mix(counter * SplitMix64.GAMMA + 1)));
  }
}
