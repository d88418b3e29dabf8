package org.spotrl.tensorflow.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;

/** Densities, samples and divergences, computed by hand. */
class DistributionsTest {

  /** With float32 and numbers of size one. */
  private static final float EPSILON = 1e-5f;

  @Test
  void logDensityAndItsGradientMatchTheFormulas() {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("test");
      Expr mean = graph.placeholder("mean", 1, 2);
      Expr logStd = graph.placeholder("log_std", 1, 2);
      Expr actions = graph.placeholder("actions", 1, 2);
      Expr logDensity = new DiagonalGaussian(mean, logStd).logDensity(actions);
      List<Expr> gradients =
          graph.gradientsBy(logDensity.unaryMinus(), List.of(actions, mean, logStd));
      logDensity.requireShape(1).named("value");
      gradients.get(0).named("by_action");
      gradients.get(1).named("by_mean");
      gradients.get(2).named("by_log_std");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> feeds =
            Map.of(
                "test/mean", new float[] {0f, 1f},
                "test/log_std", new float[] {0f, -1f},
                "test/actions", new float[] {0.5f, 1.2f});

        // -0.5^2 / 2 - log sqrt(2 pi), and -(0.2 e)^2 / 2 + 1 - log sqrt(2 pi).
        assertThat(fetch(run, feeds, "value"))
            .containsExactly(new float[] {-1.0439385f - 0.0667196f}, within(EPSILON));
        // (a - mean) / std^2: descent moves the action to the mean ...
        assertThat(fetch(run, feeds, "by_action"))
            .containsExactly(new float[] {0.5f, 1.4778112f}, within(EPSILON));
        // ... and the mean towards the action;
        assertThat(fetch(run, feeds, "by_mean"))
            .containsExactly(new float[] {-0.5f, -1.4778112f}, within(EPSILON));
        // 1 - (a - mean)^2 / std^2: descent shrinks std where actions lie within it.
        assertThat(fetch(run, feeds, "by_log_std"))
            .containsExactly(new float[] {0.75f, 0.7044378f}, within(EPSILON));
      }
    }
  }

  private static float[] fetch(CompiledGraph run, Map<String, float[]> feeds, String name) {
    return Objects.requireNonNull(run.evaluate(feeds, List.of("test/" + name)).get("test/" + name));
  }

  @Test
  void samplesAndTheDivergenceFromAStandardNormal() {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("test");
      DiagonalGaussian latent =
          new DiagonalGaussian(graph.placeholder("mean", 1, 2), graph.placeholder("log_std", 1, 2));
      latent.sample(graph.placeholder("draws", 1, 2)).named("sample");
      latent.samples(graph.placeholder("more", 1, 2, 2)).named("samples");
      latent.klToStandardNormal().named("kl");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> feeds =
            Map.of(
                "test/mean", new float[] {0.5f, -1},
                "test/log_std", new float[] {0, (float) Math.log(2)},
                "test/draws", new float[] {1, -2},
                "test/more", new float[] {0, 0, -1, 1});

        assertThat(fetch(run, feeds, "sample"))
            .containsExactly(new float[] {1.5f, -5}, within(EPSILON));
        assertThat(fetch(run, feeds, "samples"))
            .containsExactly(new float[] {0.5f, -1, -0.5f, 1}, within(EPSILON));
        // (mean^2 + std^2 - 1) / 2 - log std.
        assertThat(fetch(run, feeds, "kl"))
            .containsExactly(new float[] {0.125f, 2 - 0.6931472f}, within(EPSILON));
      }
    }
  }

  @Test
  void tanhChangesTheDensityByItsSlope() {
    try (GraphBuilder graph = new GraphBuilder()) {
      graph.beginAnalysis("test");
      Expr u = graph.placeholder("u", 3, 1);
      TanhGaussian policy =
          new TanhGaussian(
              new DiagonalGaussian(
                  graph.placeholder("mean", 3, 1), graph.placeholder("log_std", 3, 1)),
              2);
      policy.action(u).named("action");
      policy.mode().named("mode");
      policy.logDensityBeforeTanh(u).named("log_density");
      policy.logDensity(graph.placeholder("actions", 3, 1)).named("of_actions");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> feeds =
            Map.of(
                "test/u", new float[] {0, 0.5f, 20},
                "test/mean", new float[] {0, 1, 20},
                "test/log_std", new float[] {0, 0, 0},
                "test/actions", new float[] {0, (float) (2 * Math.tanh(0.5)), 2});

        assertThat(fetch(run, feeds, "action"))
            .containsExactly(new float[] {0, (float) (2 * Math.tanh(0.5)), 2}, within(EPSILON));
        assertThat(fetch(run, feeds, "mode"))
            .containsExactly(new float[] {0, (float) (2 * Math.tanh(1)), 2}, within(EPSILON));
        double half = -0.5 * Math.log(2 * Math.PI);
        double slope = Math.log(2 * (1 - Math.tanh(0.5) * Math.tanh(0.5)));
        // At u = 20 the slope is 2 * 4 e^-40, far below what 1 - tanh^2 holds in float32.
        assertThat(fetch(run, feeds, "log_density"))
            .containsExactly(
                new float[] {
                  (float) (half - Math.log(2)),
                  (float) (half - 0.125 - slope),
                  (float) (half - Math.log(8) + 40)
                },
                within(EPSILON));
        // The last action, on the bound, counts as one with tanh(u) = 1 - 1e-6.
        double inside = 0.5 * Math.log(2 / 1e-6);
        double slopeInside = Math.log(2 * (1 - Math.tanh(inside) * Math.tanh(inside)));
        assertThat(fetch(run, feeds, "of_actions"))
            .containsExactly(
                new float[] {
                  (float) (half - Math.log(2)),
                  (float) (half - 0.125 - slope),
                  (float) (half - 0.5 * (inside - 20) * (inside - 20) - slopeInside)
                },
                within(1e-4f));
      }
    }
  }
}
