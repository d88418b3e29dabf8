package org.spotrl.baselines.oracle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spotrl.baselines.bear.Bear;
import org.spotrl.baselines.bear.BearConfig;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.loss.Losses;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** BEAR with either kernel, and a learnt or a fixed weight of the discrepancy. */
final class BearReplay implements Replay {

  private static final Map<String, String> OUR_NAMES =
      Map.of(
          "lagrange_loss_descended", "mmd_weight_loss",
          "lagrange_after", "mmd_weight");

  /** The weight of the authors' mode "hardcoded". */
  private static final double HARDCODED_WEIGHT = 100;

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    BearConfig settings = config.complete(() -> bear(file, config));
    Bear bear = new Bear(settings);
    try (LearnerReplay learner = LearnerReplay.of(bear, config.shape())) {
      new UpdateReplay(file, learner, comparison)
          .names((phase, name) -> OUR_NAMES.getOrDefault(name, name))
          .run();
      SelectedAction.compare(file, "select_noise", bear, learner, comparison);
    }
    compareDiscrepancies(file, comparison);
  }

  /** The discrepancies of recorded samples, by both kernels and several widths. */
  private static void compareDiscrepancies(OracleFile file, Comparison comparison) {
    JsonNode recorded = file.json().path("mmd_values");
    JsonNode x = recorded.path("x");
    for (Losses.Kernel kernel : Losses.Kernel.values()) {
      String name = kernel.name().toLowerCase(Locale.ROOT);
      for (JsonNode values : recorded.path("values")) {
        double sigma = values.path("sigma").doubleValue();
        comparison.near(
            "discrepancy, %s, sigma %s".formatted(name, sigma),
            OracleFile.numbers(values.path(name)),
            discrepancy(x, recorded.path("y"), kernel, sigma));
      }
      // The root of 1e-6 plus what float32 leaves of a difference of equal sums.
      comparison.within(
          "discrepancy of the same samples, " + name,
          OracleFile.numbers(recorded.path("same_samples_sigma_10").path(name)),
          discrepancy(x, x, kernel, 10),
          1e-4);
    }
  }

  private static float[] discrepancy(JsonNode x, JsonNode y, Losses.Kernel kernel, double sigma) {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("p");
      Expr first = samples(graph, "x", x);
      Expr second = samples(graph, "y", y);
      Losses.maximumMeanDiscrepancy(first, second, kernel, sigma).named("mmd");
      try (CompiledGraph compiled = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> feeds =
            Map.of(
                "p/x", OracleFile.toFloats(OracleFile.numbers(x)),
                "p/y", OracleFile.toFloats(OracleFile.numbers(y)));
        return compiled.evaluate(feeds, List.of("p/mmd")).getOrDefault("p/mmd", new float[0]);
      }
    }
  }

  private static Expr samples(GraphBuilder graph, String name, JsonNode array) {
    return graph.placeholder(name, array.size(), array.get(0).size(), array.get(0).get(0).size());
  }

  private static BearConfig bear(OracleFile file, OracleConfig config) {
    config.ignoreShape();
    config.requireWord("version", "0 (min over critics)");
    config.requireFlag("ensemble_variance", false);
    config.ignore("log_lagrange_clamp");
    // An epoch of the file is one update here: those before the actor uses Q are the warm start.
    config.ignore("warm_start_epochs");
    long warm = file.steps().stream().filter(s -> !s.path("actor_uses_q").booleanValue()).count();
    OracleConfig vae = config.section("vae");
    vae.requireDefaultClamp();
    boolean learnt = file.networks().contains("log_lagrange");
    config.ignore("mode");
    return new BearConfig(
        config.integer("updates"),
        warm,
        config.integer("batch_size"),
        config.number("discount"),
        config.number("tau"),
        config.number("soft_clip_lambda", 0.75),
        config.word("kernel", Losses.Kernel.LAPLACIAN, Losses.Kernel.values()),
        config.number("mmd_sigma"),
        config.integer("num_samples_match"),
        config.number("mmd_threshold"),
        learnt ? 0 : HARDCODED_WEIGHT,
        config.integer("target_samples"),
        config.integer("select_samples", 10),
        config.sizes("actor_hidden"),
        config.sizes("critic_hidden"),
        vae.sizes("hidden"),
        vae.integer("latent_dim"),
        vae.number("beta"),
        config.number("learning_rate_all"));
  }
}
