package org.spotrl.tensorflow.td3;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.tensorflow.density.cvae.Cvae;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.regularizer.DensityRegularizer;
import org.spotrl.tensorflow.regularizer.DensityRegularizerConfig;
import org.spotrl.tensorflow.testing.LearnerReplay;
import org.spotrl.tensorflow.testing.OracleAssert;
import org.spotrl.tensorflow.testing.OracleCase;
import tools.jackson.databind.JsonNode;

/** SPOT's policy phase against numbers of the authors' code. */
class SpotOracleTest {

  @ParameterizedTest
  @ValueSource(strings = {"spot-gym", "spot-antmaze"})
  void trainsAsTheAuthorsCodeDoes(String name) {
    OracleCase oracle = OracleCase.load(name);
    try (LearnerReplay replay =
        LearnerReplay.of(
            new Td3(config(oracle.config())),
            oracle.size("state_dim"),
            oracle.size("action_dim"),
            oracle.config().get("max_action").asDouble())) {
      OracleAssert.replay(oracle, replay, "policy");
    }
  }

  private static Td3Config config(JsonNode json) {
    JsonNode vae = json.get("vae");
    CvaeConfig cvae =
        new CvaeConfig(
            OracleCase.sizes(vae.get("hidden")),
            vae.get("latent_dim").asInt(),
            vae.get("beta").asDouble(),
            vae.get("log_std_clamp").get(0).asDouble(),
            vae.get("log_std_clamp").get(1).asDouble(),
            1e-3,
            1,
            1,
            CvaeConfig.Bound.ELBO,
            json.get("num_samples").asInt());
    return new Td3Config(
        json.get("updates").asLong(),
        json.get("batch_size").asInt(),
        json.get("discount").asDouble(),
        json.get("tau").asDouble(),
        json.get("policy_noise").asDouble(),
        json.get("noise_clip").asDouble(),
        json.get("policy_frequency").asInt(),
        OracleCase.sizes(json.get("actor_hidden")),
        OracleCase.sizes(json.get("critic_hidden")),
        json.get("actor_learning_rate").asDouble(),
        json.get("critic_learning_rate").asDouble(),
        json.get("actor_dropout").asDouble(),
        0,
        0,
        json.get("q_normalization").asBoolean(),
        1e4,
        DensityRegularizer.TYPE.with(
            new DensityRegularizerConfig(json.get("lambda").asDouble(), Cvae.TYPE.with(cvae))));
  }
}
