package org.spotrl.policy;

import java.util.List;
import java.util.ServiceLoader;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.PolicyFormat;

/** The policy formats on the class path. */
public final class PolicyFormats {

  private PolicyFormats() {}

  /**
   * Finds the format with this name.
   *
   * @throws SpotInputException if no jar on the class path has it
   */
  public static PolicyFormat find(String name) {
    List<PolicyFormat> all =
        ServiceLoader.load(PolicyFormat.class, PolicyFormat.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    return all.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SpotInputException(
                    "unknown policy format '%s' (known: %s); add the jar with this format to the class path"
                        .formatted(
                            name,
                            String.join(
                                ", ", all.stream().map(PolicyFormat::name).sorted().toList()))));
  }
}
