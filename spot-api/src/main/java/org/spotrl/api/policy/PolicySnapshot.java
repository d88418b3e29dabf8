package org.spotrl.api.policy;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.checkpoint.StateDict;

/**
 * A policy as it is stored, evaluated later and exported; updates of the learner do not change it.
 *
 * @param format what makes a policy of it
 * @param shape what the policy takes and gives
 * @param settings of the format, by name
 * @param weights tensors by name
 */
public record PolicySnapshot(
    PolicyFormat format, TaskShape shape, Map<String, String> settings, StateDict weights) {

  /** A snapshot with a sorted copy of the settings. */
  public PolicySnapshot {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** The policy on the observations that the learner saw. */
  public Policy policy() {
    return format.policy(shape, settings, weights);
  }
}
