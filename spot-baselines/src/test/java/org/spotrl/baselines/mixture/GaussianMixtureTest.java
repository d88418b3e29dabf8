package org.spotrl.baselines.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.distribution.DiagonalGaussian;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;

class GaussianMixtureTest {

  private static final float[] MEANS = {0.5f, -0.5f, -0.25f, 0.75f};
  private static final float[] LOG_STDS = {-1, 0, 0.5f, -2};

  @Test
  void logDensityIsThatOfTheWeightedSum() {
    // Logits 1000 and 1000 + log 3: weights 1/4 and 3/4, without overflow.
    float[] logits = {1000, (float) (1000 + Math.log(3))};
    double[] x = {0.25, 0.5};
    double density = 0;
    for (int k = 0; k < 2; k++) {
      double product = k == 0 ? 0.25 : 0.75;
      for (int d = 0; d < 2; d++) {
        double std = Math.exp(LOG_STDS[2 * k + d]);
        double z = (x[d] - MEANS[2 * k + d]) / std;
        product *= Math.exp(-0.5 * z * z) / (std * Math.sqrt(2 * Math.PI));
      }
      density += product;
    }

    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("a");
      Expr means = graph.placeholder("means", 1, 2, 2);
      Expr logStds = graph.placeholder("log_stds", 1, 2, 2);
      new GaussianMixture(graph.placeholder("logits", 1, 2), new DiagonalGaussian(means, logStds))
          .logDensity(graph.placeholder("x", 1, 2))
          .named("value");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> feeds =
            Map.of(
                "a/logits", logits,
                "a/means", MEANS,
                "a/log_stds", LOG_STDS,
                "a/x", new float[] {0.25f, 0.5f});
        assertThat(run.evaluate(feeds, List.of("a/value")).get("a/value"))
            // A float near 1000 has a spacing of 6e-5.
            .containsExactly(new float[] {(float) Math.log(density)}, within(1e-4f));
      }
    }
  }
}
