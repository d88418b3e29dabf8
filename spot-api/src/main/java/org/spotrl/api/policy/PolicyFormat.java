package org.spotrl.api.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;

/**
 * Makes a policy of stored weights, without the library that trained it.
 *
 * <p>Formats are found by {@link java.util.ServiceLoader}: a jar adds its own by naming the class
 * in {@code META-INF/services/org.spotrl.api.policy.PolicyFormat}.
 */
public interface PolicyFormat {

  /** The name under which policies of this format are stored, for example {@code mlp}. */
  String name();

  /**
   * A policy that acts by these weights.
   *
   * @param settings what the weights do not say, by name
   * @param weights tensors by name, for example {@code actor/0/kernel}
   * @throws org.spotrl.api.error.SpotInputException if a tensor or a setting is missing
   * @throws IllegalArgumentException if tensors or settings do not fit together
   */
  Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights);
}
