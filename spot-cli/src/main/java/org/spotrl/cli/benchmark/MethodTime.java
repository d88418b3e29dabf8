package org.spotrl.cli.benchmark;

import java.util.List;

/**
 * Training and acting time of a method; medians over windows.
 *
 * @param method its type in experiment files
 * @param phases its training phases in their order; the last one trains the policy
 * @param actingMillis 1,000 actions of the policy as it acts during training, in milliseconds
 * @param storedActingMillis 1,000 actions of the stored policy, in plain Java, in milliseconds
 */
public record MethodTime(
    String method, List<Phase> phases, double actingMillis, double storedActingMillis) {

  private static final double MILLIS_PER_HOUR = 3.6e6;
  private static final double MILLION = 1e6;

  /** Copies the list. */
  public MethodTime {
    phases = List.copyOf(phases);
  }

  /**
   * A training phase.
   *
   * @param name its name, for example {@code density}
   * @param updates its updates by the authors' settings
   * @param cpuMillis CPU time of an update, in milliseconds
   */
  public record Phase(String name, long updates, double cpuMillis) {}

  /** CPU time of a policy update, in milliseconds. */
  public double policyUpdateMillis() {
    return phases.get(phases.size() - 1).cpuMillis();
  }

  /** CPU time of one million policy updates and of all earlier phases, in hours. */
  public double hoursOfMillion() {
    return policyUpdateMillis() * MILLION / MILLIS_PER_HOUR + earlierHours();
  }

  /** CPU time of the phases before the policy's, in hours. */
  public double earlierHours() {
    return phases.subList(0, phases.size() - 1).stream()
        .mapToDouble(phase -> phase.updates() * phase.cpuMillis() / MILLIS_PER_HOUR)
        .sum();
  }
}
