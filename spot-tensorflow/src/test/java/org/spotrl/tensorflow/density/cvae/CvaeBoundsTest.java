package org.spotrl.tensorflow.density.cvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.input.RecordedInputs;
import org.spotrl.tensorflow.learner.LearningContext;

/**
 * The bounds of a model that can be computed by hand: all weights are zero except the biases of the
 * heads and of the decoder's last layer, so q(z | s, a) = N(0.5, e^-0.2) and u = tanh(0.3)
 * everywhere.
 */
class CvaeBoundsTest {

  private static final double BETA = 0.5;
  private static final double MEAN = 0.5;
  private static final double LOG_STD = -0.1;
  private static final double U = Math.tanh(0.3);
  private static final double ACTION = 0.7;

  private static Map<String, float[]> bounds() {
    CvaeConfig config = CvaeConfig.builder().hidden(List.of(3, 3)).beta(BETA).build();
    try (GraphBuilder graph = new GraphBuilder()) {
      CvaeNetwork network =
          CvaeNetwork.create(
              config,
              LearningContext.of(graph, new RecordedInputs(1, 1), 0, new TaskShape(1, 1, 1)));
      graph.beginAnalysis("a");
      Expr s = graph.placeholder("s", 1, 1);
      Expr a = graph.placeholder("a", 1, 1);
      Expr draws = graph.placeholder("draws", 1, 1, 2);
      network.elboLoss(s, a, draws).named("loss");
      network.elbo(s, a, draws).named("elbo");
      network.importanceWeighted(s, a, draws).named("iwae");
      Expr actions = graph.placeholder("actions", 3, 1);
      network.priorSampled(s, actions, graph.placeholder("latents", 2, 2)).named("prior");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        network.parameters().forEach(p -> weights.put(p.name(), new float[p.length()]));
        weights.put("vae/mean/bias", new float[] {(float) MEAN, (float) MEAN});
        weights.put("vae/log_std/bias", new float[] {(float) LOG_STD, (float) LOG_STD});
        weights.put("vae/decoder/2/bias", new float[] {0.3f});
        run.assign(weights);
        return run.evaluate(
            Map.of(
                "a/s", new float[] {1},
                "a/a", new float[] {(float) ACTION},
                "a/draws", new float[] {1, -2},
                "a/actions", new float[] {(float) ACTION, (float) U, -1},
                "a/latents", new float[] {1, -2, 0.5f, 0}),
            List.of("a/loss", "a/elbo", "a/iwae", "a/prior"));
      }
    }
  }

  @Test
  void boundsMatchTheFormulas() {
    Map<String, float[]> bounds = bounds();
    double error = (U - ACTION) * (U - ACTION);
    double kl = -0.5 * (1 + 2 * LOG_STD - MEAN * MEAN - Math.exp(2 * LOG_STD));
    double variance = BETA / 4;
    double logLikelihood = -0.5 * error / variance - 0.5 * Math.log(2 * Math.PI * variance);
    double prior = 0;
    double posterior = 0;
    for (double draw : new double[] {1, -2}) {
      double z = MEAN + Math.exp(LOG_STD) * draw;
      prior += -0.5 * z * z;
      posterior += -0.5 * draw * draw - LOG_STD;
    }
    assertThat(bounds.get("a/loss"))
        .containsExactly(new float[] {(float) (error + BETA * kl)}, within(1e-6f));
    assertThat(bounds.get("a/elbo"))
        .containsExactly(new float[] {(float) (logLikelihood - 2 * kl)}, within(1e-6f));
    assertThat(bounds.get("a/iwae"))
        .containsExactly(new float[] {(float) (logLikelihood + prior - posterior)}, within(1e-5f));
    // All latents decode to the same action, so their mean is the likelihood.
    double top = -0.5 * Math.log(2 * Math.PI * variance);
    double far = top - 0.5 * (U + 1) * (U + 1) / variance;
    assertThat(bounds.get("a/prior"))
        .containsExactly(
            new float[] {(float) logLikelihood, (float) top, (float) far}, within(1e-5f));
  }
}
