package org.spotrl.baselines.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.spotrl.tensorflow.density.cvae.CvaeConfig;
import org.spotrl.tensorflow.density.cvae.CvaeNetwork;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.RecordedInputs;
import org.spotrl.tensorflow.learner.LearningContext;
import tools.jackson.databind.JsonNode;

/** Replays a conditional VAE's bounds on the density of given pairs, and their gradients. */
final class BoundsReplay implements Replay {

  @Override
  public void run(OracleFile file, Comparison comparison) {
    int number = 0;
    for (JsonNode point : file.json().get("points")) {
      number++;
      replay(file, number, point, comparison);
    }
  }

  private static void replay(OracleFile file, int number, JsonNode point, Comparison comparison) {
    OracleConfig config = file.config();
    int rows = config.integer("batch_size");
    int s = config.integer("state_dim");
    int a = config.integer("action_dim");
    OracleConfig entry = new OracleConfig(file.name(), "points", point);
    double beta = entry.number("beta");
    CvaeConfig cvae = CvaeReplay.network(config, beta, 1, rows, CvaeConfig.Bound.ELBO, 1);
    try (GraphBuilder graph = new GraphBuilder()) {
      LearningContext context =
          LearningContext.of(graph, new RecordedInputs(s, a), 0, config.shape());
      CvaeNetwork network = CvaeNetwork.create(cvae, context);
      graph.beginAnalysis("bounds");
      Expr observations = graph.placeholder("observations", rows, s);
      Expr actions = graph.placeholder("actions", rows, a);
      Expr draws =
          graph.placeholder("latent_noise", rows, entry.integer("num_samples"), cvae.latentDim());
      values(graph, network, observations, actions, draws)
          .forEach((name, value) -> value.named(name));
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.assign(OracleFile.floats(file.json().path("initial")));
        Map<String, float[]> feeds = new LinkedHashMap<>();
        OracleFile.floats(file.json().path("batch"))
            .forEach((name, values) -> feeds.put("bounds/" + name, values));
        OracleFile.floats(point.path("noise"))
            .forEach((name, values) -> feeds.put("bounds/" + name, values));
        Map<String, double[]> golden = golden(file, point);
        TreeSet<String> unknown = new TreeSet<>(golden.keySet());
        unknown.removeIf(name -> run.fetches().contains("bounds/" + name));
        if (!unknown.isEmpty()) {
          throw new AssertionError(
              "%s: the bounds %s are missing; there are %s"
                  .formatted(file.name(), unknown, run.fetches()));
        }
        golden.forEach(
            (name, expected) -> {
              String fetch = "bounds/" + name;
              float[] actual =
                  Objects.requireNonNull(run.evaluate(feeds, List.of(fetch)).get(fetch));
              comparison.near("point " + number + ", " + name, expected, actual);
            });
      }
    }
  }

  private static Map<String, Expr> values(
      GraphBuilder graph, CvaeNetwork network, Expr observations, Expr actions, Expr draws) {
    DiagonalGaussian latent = network.encode(observations, actions);
    Expr elboLoss = network.elboLoss(observations, actions, draws);
    Expr iwae = network.importanceWeighted(observations, actions, draws);
    Expr iwaeLoss = iwae.unaryMinus();
    return Map.of(
        "mean", latent.mean(),
        "std", latent.std(),
        "elbo_nats", network.elbo(observations, actions, draws),
        "iwae_nats", iwae,
        "elbo_loss", elboLoss,
        "iwae_loss", iwaeLoss,
        "elbo_loss_gradient_by_action", graph.gradientsBy(elboLoss, List.of(actions)).get(0),
        "iwae_loss_gradient_by_action", graph.gradientsBy(iwaeLoss, List.of(actions)).get(0));
  }

  private static Map<String, double[]> golden(OracleFile file, JsonNode point) {
    Map<String, double[]> golden = new LinkedHashMap<>();
    for (JsonNode section : List.of(file.json().path("encoded"), point)) {
      section.properties().stream()
          .filter(entry -> entry.getValue().isArray())
          .forEach(entry -> golden.put(entry.getKey(), OracleFile.numbers(entry.getValue())));
    }
    return golden;
  }
}
