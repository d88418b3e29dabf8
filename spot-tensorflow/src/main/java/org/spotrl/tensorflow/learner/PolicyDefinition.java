package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.policy.MlpFormat;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;

/**
 * How a learner's policy is stored, and how it acts while it trains.
 *
 * @param format makes a policy of the stored weights
 * @param settings of the format
 * @param networks whose parameters are stored, by their names
 * @param program acts by the graph while the learner trains; empty: by the stored form
 */
public record PolicyDefinition(
    PolicyFormat format,
    Map<String, String> settings,
    List<Network> networks,
    Optional<ActingProgram> program) {

  /** A policy that acts by its stored form. */
  public static PolicyDefinition of(
      PolicyFormat format, Map<String, String> settings, Network... networks) {
    return new PolicyDefinition(format, settings, List.of(networks), Optional.empty());
  }

  /** maxAction * tanh of a network whose parameters are {@code actor/...}. */
  public static PolicyDefinition mlp(Mlp actor) {
    return of(new MlpFormat(), Map.of(), actor);
  }

  /** The same policy, acting by a program of the graph while the learner trains. */
  public PolicyDefinition actingBy(ActingProgram acting) {
    return new PolicyDefinition(format, settings, networks, Optional.of(acting));
  }
}
