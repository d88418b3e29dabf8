package org.spotrl.tensorflow.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One way of doing an update, for example that of the critic alone.
 *
 * @param name full name {@code PROGRAM/name}, for example {@code policy/critic}
 * @param metrics what to fetch for each metric, for example {@code train/critic_loss} to {@code
 *     policy/critic_loss}
 */
public record TrainOp(String name, Map<String, String> metrics) {

  /** A train op with an unmodifiable copy of the metrics, in the same order. */
  public TrainOp {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
