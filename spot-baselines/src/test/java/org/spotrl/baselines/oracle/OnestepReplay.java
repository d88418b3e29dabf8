package org.spotrl.baselines.oracle;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.spotrl.baselines.onestep.Onestep;
import org.spotrl.baselines.onestep.OnestepConfig;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.distribution.TruncatedGaussian;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** One-step RL: model of the behaviour, Q of the behaviour, one step by reverse KL. */
final class OnestepReplay implements Replay {

  private static final Map<String, String> OUR_PHASES =
      Map.of("beta", "density", "q", "critic", "pi", "policy");

  /** Only the critic uses the next actions; the entropy of beta is logged and not used. */
  private static final Set<String> UNUSED =
      Set.of(
          "density/next_actions",
          "policy/next_actions",
          "density/log_only_noise",
          "density/logged_entropy");

  @Override
  public void run(OracleFile file, Comparison comparison) {
    OracleConfig config = file.config();
    OnestepConfig onestep = config.complete(() -> onestep(file, config));
    try (LearnerReplay learner = LearnerReplay.of(new Onestep(onestep), config.shape())) {
      new UpdateReplay(file, learner, comparison)
          .phases(phase -> Objects.requireNonNull(OUR_PHASES.get(phase), phase))
          .names(
              (phase, name) -> phase.equals("policy") && name.equals("loss") ? "actor_loss" : name)
          .ignoring(UNUSED::contains)
          .madeLater(name -> name.startsWith("pi/"))
          .run();
    }
    compareTruncated(file, comparison);
  }

  /** The density and the samples of the authors' truncated normal distribution. */
  private static void compareTruncated(OracleFile file, Comparison comparison) {
    JsonNode recorded = file.json().path("truncated_normal");
    if (recorded.isMissingNode()) {
      return;
    }
    Map<String, float[]> feeds = new TreeMap<>();
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("p");
      Expr location = input(graph, "location", recorded.path("location"), feeds);
      Expr scale = input(graph, "scale", recorded.path("scale"), feeds);
      Expr value = input(graph, "value", recorded.path("value"), feeds);
      Expr uniform = input(graph, "uniform", recorded.path("noise").path("uniform"), feeds);
      TruncatedGaussian distribution =
          new TruncatedGaussian(new DiagonalGaussian(location, scale.log()), 1);
      distribution.sample(uniform).named("sample");
      distribution.logDensity(value).named("log_density");
      try (CompiledGraph compiled = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> values =
            compiled.evaluate(feeds, List.of("p/sample", "p/log_density"));
        // Float32 loses digits of the distribution function in the tails.
        comparison.within(
            "samples of the truncated normal",
            OracleFile.numbers(recorded.path("sample")),
            values.getOrDefault("p/sample", new float[0]),
            1e-5);
        comparison.near(
            "log density of the truncated normal",
            rowSums(recorded.path("log_prob_of_value")),
            values.getOrDefault("p/log_density", new float[0]));
      }
    }
  }

  private static Expr input(
      GraphBuilder graph, String name, JsonNode array, Map<String, float[]> feeds) {
    feeds.put("p/" + name, OracleFile.toFloats(OracleFile.numbers(array)));
    return graph.placeholder(name, array.size(), array.get(0).size());
  }

  private static double[] rowSums(JsonNode array) {
    double[] sums = new double[array.size()];
    for (int row = 0; row < sums.length; row++) {
      for (double number : OracleFile.numbers(array.get(row))) {
        sums[row] += number;
      }
    }
    return sums;
  }

  private static OnestepConfig onestep(OracleFile file, OracleConfig config) {
    config.ignoreShape();
    config.requireValue("target_update_period", 2);
    return OnestepConfig.builder()
        .step(OnestepConfig.Step.REVERSE_KL)
        .updates(count(file, "pi"))
        .densityUpdates(count(file, "beta"))
        .criticUpdates(count(file, "q"))
        .batchSize(config.integer("batch_size"))
        .discount(config.number("discount"))
        .tau(config.number("tau"))
        .alpha(config.number("alpha"))
        .samples(config.integer("kl_samples"))
        .policyHidden(config.sizes("policy_hidden"))
        .criticHidden(config.sizes("critic_hidden"))
        .learningRate(config.number("learning_rate_all"))
        .build();
  }

  private static long count(OracleFile file, String phase) {
    return file.steps().stream().filter(s -> s.path("phase").asString("").equals(phase)).count();
  }
}
