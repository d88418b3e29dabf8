package org.spotrl.tensorflow.regularizer;

import java.util.Map;
import org.spotrl.api.component.ComponentType;

/** No regularisation: plain off-policy learning on a fixed data set, for ablations. */
public final class NoRegularizer {

  /** The kind named {@code none}. */
  public static final ComponentType<Config, PolicyRegularizer> TYPE =
      new ComponentType<>(
          PolicyRegularizer.class,
          "none",
          "No regularisation: the actor follows Q alone.",
          new Config(),
          config ->
              context ->
                  (batch, actions, noise) ->
                      new ActorPenalty(context.graph().constant(0), Map.of(), Map.of()));

  private NoRegularizer() {}

  /** It has no settings. */
  public record Config() {}
}
