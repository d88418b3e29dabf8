package org.spotrl.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/** A deterministic policy: maxAction * tanh of the network {@code actor}. It has no settings. */
public final class MlpFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "mlp";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights) {
    return read(shape, weights);
  }

  static MlpPolicy read(TaskShape shape, StateDict weights) {
    MlpNetwork actor = MlpNetwork.read(weights, "actor");
    return new MlpPolicy(
        actor.require("actor", shape.observationDim(), shape.actionDim()), shape.maxAction());
  }
}
