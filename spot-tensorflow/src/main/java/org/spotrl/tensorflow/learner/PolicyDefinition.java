package org.spotrl.tensorflow.learner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.policy.MlpFormat;
import org.spotrl.tensorflow.network.Mlp;
import org.spotrl.tensorflow.network.Network;

/**
 * Defines how a policy is stored and how it acts during training.
 *
 * @param format creates a policy from the stored weights
 * @param settings settings of the format
 * @param networks the networks whose parameters are stored by name
 * @param program graph program for acting during training; if empty, the stored policy acts
 */
public record PolicyDefinition(
    PolicyFormat format,
    Map<String, String> settings,
    List<Network> networks,
    Optional<ActingProgram> program) {

  /** A policy that also acts as stored during training. */
  public static PolicyDefinition of(
      PolicyFormat format, Map<String, String> settings, Network... networks) {
    return new PolicyDefinition(format, settings, List.of(networks), Optional.empty());
  }

  /** A deterministic policy, maxAction * tanh of a network with parameters {@code actor/...}. */
  public static PolicyDefinition mlp(Mlp actor) {
    return of(new MlpFormat(), Map.of(), actor);
  }

  /** A copy that acts by a graph program during training. */
  public PolicyDefinition actingBy(ActingProgram acting) {
    return new PolicyDefinition(format, settings, networks, Optional.of(acting));
  }
}
