package org.spotrl.api.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;

/**
 * A copy of a policy to store, evaluate or export; later updates of the learner do not change it.
 *
 * @param format creates a policy from this snapshot
 * @param shape dimensions of observations and actions
 * @param settings settings of the format, by name
 * @param weights tensors by name
 */
public record PolicySnapshot(
    PolicyFormat format, TaskShape shape, Map<String, String> settings, StateDict weights) {

  /** Copies and sorts the settings. */
  public PolicySnapshot {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** The policy, on observations as in the training data. */
  public Policy policy() {
    return format.policy(shape, settings, weights);
  }
}
