package org.spotrl.api.random;

/**
 * A named, stateless stream of random numbers: every draw is a function of (seed, name, counter).
 *
 * <p>Streams with different names are independent for all practical purposes. At counter n a stream
 * gives the same numbers whatever was drawn before, so a resumed run equals one that was never
 * stopped.
 *
 * @param key the 64-bit key derived from seed and name; also the key of TensorFlow's stateless
 *     operations
 */
public record RandomStream(long key) {

  /** The stream of this seed and name. */
  public static RandomStream of(long seed, String name) {
    return new RandomStream(SplitMix64.mix(seed + SplitMix64.GAMMA)).child(name);
  }

  /** A child stream, for example one for each network. */
  public RandomStream child(String name) {
    long hash = key;
    for (int i = 0; i < name.length(); i++) {
      hash = SplitMix64.mix(hash ^ (name.charAt(i) + SplitMix64.GAMMA * (i + 1)));
    }
    return new RandomStream(SplitMix64.mix(hash + name.length()));
  }

  /** The random numbers of one counter, for example of one episode or one update. */
  public RandomSequence at(long counter) {
    return new RandomSequence(SplitMix64.mix(key ^ SplitMix64.mix(counter * SplitMix64.GAMMA + 1)));
  }
}
