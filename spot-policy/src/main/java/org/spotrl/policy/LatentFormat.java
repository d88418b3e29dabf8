package org.spotrl.policy;

import java.util.Map;
import java.util.Optional;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/**
 * A deterministic policy in the latent space of a VAE (PLAS, Zhou et al. 2020): the decoder's
 * action for the latent {@code max_latent * tanh(latent_actor(s))}, moved by {@code phi *
 * tanh(perturbation(s, a))} if {@code phi} is above 0. Networks: {@code latent_actor}, {@code
 * vae/decoder}, {@code perturbation}.
 */
public final class LatentFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "latent";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Policy policy(TaskShape shape, Map<String, String> settings, StateDict weights) {
    Settings own = new Settings(NAME, settings);
    float maxLatent = (float) own.number("max_latent");
    float phi = (float) own.number("phi");
    float maxAction = (float) shape.maxAction();
    int s = shape.observationDim();
    int a = shape.actionDim();
    MlpNetwork actor = MlpNetwork.read(weights, "latent_actor");
    actor.require("latent_actor", s, actor.outputs());
    MlpNetwork decoder =
        MlpNetwork.read(weights, "vae/decoder").require("vae/decoder", s + actor.outputs(), a);
    Optional<MlpNetwork> perturbation =
        phi > 0
            ? Optional.of(
                MlpNetwork.read(weights, "perturbation").require("perturbation", s + a, a))
            : Optional.empty();
    return Policy.deterministic(
        observation -> {
          float[] state = Vectors.floats(observation, s);
          float[] latent = actor.squashed(state, maxLatent);
          float[] action = decoder.squashed(Vectors.concat(state, latent), maxAction);
          perturbation.ifPresent(net -> Vectors.perturb(net, state, action, phi, maxAction));
          return Vectors.doubles(action);
        });
  }
}
