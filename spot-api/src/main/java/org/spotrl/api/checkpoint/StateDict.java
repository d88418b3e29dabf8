package org.spotrl.api.checkpoint;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.error.SpotInputException;

/**
 * The state that a learner needs to continue: weights, target weights, optimiser moments and
 * counters, by name.
 *
 * @param tensors sorted by name, unmodifiable
 */
public record StateDict(Map<String, StateTensor> tensors) {

  /** Copies and sorts the map. */
  public StateDict {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /**
   * The float32 tensor of this name.
   *
   * @throws SpotInputException if it is missing or has another length
   */
  public float[] floats(String name, int length) {
    if (tensors.get(name) instanceof StateTensor.Floats t && t.values().length == length) {
      return t.values();
    }
    throw mismatch(name, "float32", length);
  }

  /**
   * The int64 tensor of this name.
   *
   * @throws SpotInputException if it is missing or has another length
   */
  public long[] longs(String name, int length) {
    if (tensors.get(name) instanceof StateTensor.Longs t && t.values().length == length) {
      return t.values();
    }
    throw mismatch(name, "int64", length);
  }

  private SpotInputException mismatch(String name, String type, int length) {
    String what = "lacks '%s'".formatted(name);
    if (tensors.get(name) instanceof StateTensor.Floats t) {
      what = "has '%s' with %d numbers of type float32".formatted(name, t.values().length);
    } else if (tensors.get(name) instanceof StateTensor.Longs t) {
      what = "has '%s' with %d numbers of type int64".formatted(name, t.values().length);
    }
    return new SpotInputException(
        "the saved state %s, but this configuration needs %d numbers of type %s; another configuration wrote it: start a new run, or resume with the original configuration"
            .formatted(what, length, type));
  }
}
