package org.spotrl.policy;

import java.util.Map;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.policy.PolicyFormat;
import org.spotrl.api.policy.TaskShape;

/**
 * The best of several sampled and perturbed actions; see {@link BestOfSamplesPolicy}. Networks:
 * {@code vae/decoder}, {@code perturbation}, {@code critic/q1}. Settings: {@code samples}, {@code
 * latent_clip}, {@code phi}.
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
    Settings own = new Settings(NAME, settings);
    int s = shape.observationDim();
    int a = shape.actionDim();
    MlpNetwork decoder = MlpNetwork.read(weights, "vae/decoder");
    return new BestOfSamplesPolicy(
        shape,
        own.count("samples"),
        own.number("latent_clip"),
        own.number("phi"),
        decoder.require("vae/decoder", Math.max(decoder.inputs(), s + 1), a),
        MlpNetwork.read(weights, "perturbation").require("perturbation", s + a, a),
        MlpNetwork.read(weights, "critic/q1").require("critic/q1", s + a, 1));
  }
}
