package org.spotrl.tensorflow.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An operation that runs one update, for example one that updates only the critic.
 *
 * @param name full name {@code PROGRAM/name}, for example {@code policy/critic}
 * @param metrics the value to fetch for each metric, for example {@code policy/critic_loss} for
 *     {@code train/critic_loss}
 */
public record TrainOp(String name, Map<String, String> metrics) {

  /** Copies the metrics, in the same order. */
  public TrainOp {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
