package org.spotrl.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/**
 * Samples {@code samples} actions and takes the one with the highest Q under the network {@code q}
 * ({@code critic/q1} by default). The setting {@code proposals} selects the source of the actions:
 *
 * <ul>
 *   <li>{@code vae} (default, BCQ): the network {@code vae/decoder} at latents clipped to {@code
 *       latent_clip}; if {@code phi} is above 0, the network {@code perturbation} changes each
 *       action by at most {@code phi} * maxAction.
 *   <li>{@code gaussian} and {@code squashed-gaussian}: samples of the format with that name and
 *       its settings.
 * </ul>
 */
public final class BestOfSamplesFormat implements PolicyFormat {

  /** The format's name. */
  public static final String NAME = "best-of-samples";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public BestOfSamplesPolicy policy(
      TaskShape shape, Map<String, String> settings, StateDict weights) {
    int samples = new Settings(NAME, settings).count("samples");
    int s = shape.observationDim();
    int a = shape.actionDim();
    String critic = settings.getOrDefault("q", "critic/q1");
    MlpNetwork q = MlpNetwork.read(weights, critic).require(critic, s + a, 1);
    String proposals = settings.getOrDefault("proposals", "vae");
    return switch (proposals) {
      case "vae" -> {
        MlpNetwork decoder = MlpNetwork.read(weights, "vae/decoder");
        decoder.require("vae/decoder", Math.max(decoder.inputs(), s + 1), a);
        Proposal decoded = decoded(shape, settings, decoder, weights);
        yield new BestOfSamplesPolicy(shape, samples, decoder.inputs() - s, decoded, q);
      }
      case GaussianFormat.NAME ->
          new BestOfSamplesPolicy(
              shape, samples, a, GaussianFormat.proposal(shape, settings, weights), q);
      case SquashedGaussianFormat.NAME ->
          new BestOfSamplesPolicy(
              shape, samples, a, SquashedGaussianFormat.proposal(shape, settings, weights), q);
      default ->
          throw new SpotInputException(
              "setting 'proposals' of a policy of format '%s' must be vae, gaussian or squashed-gaussian, not '%s'"
                  .formatted(NAME, proposals));
    };
  }

  private static Proposal decoded(
      TaskShape shape, Map<String, String> settings, MlpNetwork decoder, StateDict weights) {
    Settings own = new Settings(NAME, settings);
    float latentClip = (float) own.number("latent_clip");
    float phi = (float) own.number("phi");
    float max = (float) shape.maxAction();
    int s = shape.observationDim();
    int a = shape.actionDim();
    Proposal unperturbed =
        (state, draws) -> {
          float[] z = new float[draws.length];
          for (int d = 0; d < z.length; d++) {
            z[d] = Math.min(Math.max(draws[d], -latentClip), latentClip);
          }
          return decoder.squashed(Vectors.concat(state, z), max);
        };
    if (phi == 0) {
      return unperturbed;
    }
    MlpNetwork perturbation =
        MlpNetwork.read(weights, "perturbation").require("perturbation", s + a, a);
    return (state, draws) -> {
      float[] action = unperturbed.action(state, draws);
      Vectors.perturb(perturbation, state, action, phi * max, max);
      return action;
    };
  }
}
