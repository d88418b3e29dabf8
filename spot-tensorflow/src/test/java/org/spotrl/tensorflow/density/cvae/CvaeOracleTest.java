package org.spotrl.tensorflow.density.cvae;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.RecordedInputs;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Initialization;
import org.spotrl.tensorflow.testing.LearnerReplay;
import org.spotrl.tensorflow.testing.OracleAssert;
import org.spotrl.tensorflow.testing.OracleCase;
import tools.jackson.databind.JsonNode;

/** The conditional VAE against numbers of the authors' code. */
class CvaeOracleTest {

  private static CvaeConfig config(JsonNode json, double beta, int batchSize) {
    JsonNode clamp = json.get("log_std_clamp");
    return new CvaeConfig(
        OracleCase.sizes(json.get("hidden")),
        json.get("latent_dim").asInt(),
        beta,
        clamp.get(0).asDouble(),
        clamp.get(1).asDouble(),
        1e-3,
        100,
        batchSize,
        CvaeConfig.Bound.ELBO,
        1);
  }

  @Test
  void trainsAsTheAuthorsScriptDoes() {
    OracleCase oracle = OracleCase.load("vae-training");
    CvaeConfig config = config(oracle.config(), 0.5, oracle.size("batch_size"));
    try (LearnerReplay replay =
        LearnerReplay.ofDensity(
            Cvae.TYPE.with(config).create(),
            oracle.size("state_dim"),
            oracle.size("action_dim"),
            1)) {
      OracleAssert.replay(oracle, replay, "density");
    }
  }

  @Test
  void boundsAndTheirGradientsAreTheAuthors() {
    OracleCase oracle = OracleCase.load("density");
    for (JsonNode point : oracle.json().get("points")) {
      assertPoint(oracle, point);
    }
  }

  private static void assertPoint(OracleCase oracle, JsonNode point) {
    int rows = oracle.size("batch_size");
    int s = oracle.size("state_dim");
    int a = oracle.size("action_dim");
    double beta = point.get("beta").asDouble();
    CvaeConfig config = config(oracle.config(), beta, rows);
    try (GraphBuilder graph = new GraphBuilder()) {
      CvaeNetwork network =
          CvaeNetwork.create(
              config,
              new LearningContext(graph, new RecordedInputs(s, a), Initialization.of(0), s, a, 1));
      CvaeBounds bounds = new CvaeBounds(network, beta);
      graph.beginAnalysis("test");
      Expr observations = graph.placeholder("observations", rows, s);
      Expr actions = graph.placeholder("actions", rows, a);
      Expr draws =
          graph.placeholder(
              "latent_noise", rows, point.get("num_samples").asInt(), config.latentDim());
      Expr elboLoss = bounds.elboLoss(observations, actions, draws);
      Expr iwae = bounds.importanceWeighted(observations, actions, draws);
      Map<String, Expr> values =
          Map.of(
              "elbo_nats", bounds.elbo(observations, actions, draws),
              "iwae_nats", iwae,
              "elbo_loss", elboLoss,
              "elbo_loss_gradient_by_action", graph.gradientsBy(elboLoss, List.of(actions)).get(0),
              "iwae_loss", iwae.unaryMinus(),
              "iwae_loss_gradient_by_action",
                  graph.gradientsBy(iwae.unaryMinus(), List.of(actions)).get(0));
      values.forEach(graph::observe);
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.assign(oracle.parameters("initial"));
        Map<String, float[]> feeds =
            Map.of(
                "test/observations",
                    OracleCase.array(oracle.json().get("batch").get("observations")),
                "test/actions", OracleCase.array(oracle.json().get("batch").get("actions")),
                "test/latent_noise", OracleCase.array(point.get("noise").get("latent_noise")));
        for (String name : values.keySet()) {
          float[] actual =
              Objects.requireNonNull(run.look(feeds, List.of("test/" + name)).get("test/" + name));
          OracleAssert.assertClose(
              name + " with " + point.get("num_samples") + " samples",
              actual,
              OracleCase.array(point.get(name)));
        }
      }
    }
  }
}
