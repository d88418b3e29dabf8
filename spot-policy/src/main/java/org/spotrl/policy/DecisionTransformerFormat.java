package org.spotrl.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/**
 * A Decision Transformer (Chen et al. 2021), whose tensors are {@code transformer/...}. Settings:
 * {@code context} (steps that it sees), {@code heads}, {@code activation} ({@code relu} or {@code
 * gelu}), {@code target_return} (wanted return of an episode) and {@code return_scale}.
 */
public final class DecisionTransformerFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "decision-transformer";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights) {
    Settings own = new Settings(NAME, settings);
    boolean gelu = own.word("activation", "relu", "gelu").equals("gelu");
    TransformerNetwork network = TransformerNetwork.read(weights, shape, own.count("heads"), gelu);
    return new ReturnConditionedPolicy(
        shape,
        own.count("context"),
        own.number("target_return"),
        own.number("return_scale"),
        network::action);
  }
}
