package org.spotrl.api.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;

/**
 * Creates a policy from stored weights, without the library that trained it.
 *
 * <p>Formats are found by {@link java.util.ServiceLoader}: a jar adds one by naming its class in
 * {@code META-INF/services/org.spotrl.api.policy.PolicyFormat}.
 */
public interface PolicyFormat {

  /** Name of the format in stored policies, for example {@code mlp}. */
  String name();

  /**
   * Creates a policy with these weights.
   *
   * @param settings settings of the format, by name
   * @param weights tensors by name, for example {@code actor/0/kernel}
   * @throws org.spotrl.api.error.SpotInputException if a tensor or a setting is missing
   * @throws IllegalArgumentException if tensors and settings do not fit together
   */
  Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights);
}
