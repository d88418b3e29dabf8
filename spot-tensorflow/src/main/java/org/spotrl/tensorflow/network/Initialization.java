package org.spotrl.tensorflow.network;

import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Initial weights: uniform on a range around zero, a function of (seed, parameter name).
 *
 * @param stream the stream that all parameters draw from, each by its name
 * @param ignoredPrefix left out of the names: two parameters that differ in it start equal
 */
public record Initialization(RandomStream stream, String ignoredPrefix) {

  /** The initial weights that belong to this seed. */
  public static Initialization of(long seed) {
    return new Initialization(RandomStream.of(seed, "initialization"), "");
  }

  /**
   * The weights that parameters without the prefix have: target networks start as copies of the
   * networks they follow.
   */
  public Initialization withoutPrefix(String prefix) {
    return new Initialization(stream, prefix);
  }

  /** {@code length} numbers of the uniform distribution on [-range, range). */
  public float[] uniform(String parameter, double range, int length) {
    String name =
        parameter.startsWith(ignoredPrefix)
            ? parameter.substring(ignoredPrefix.length())
            : parameter;
    RandomSequence sequence = stream.child(name).at(0);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) sequence.nextUniform(-range, range);
    }
    return values;
  }
}
