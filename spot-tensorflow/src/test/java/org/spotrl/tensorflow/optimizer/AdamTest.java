package org.spotrl.tensorflow.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.graph.Variable;

/** Adam against PyTorch's formula, computed in float64. */
class AdamTest {

  private static final double RATE = 0.1;

  /**
   * Gradients around 1e-8, where epsilon decides: at the first step m/(sqrt(v) + epsilon) is g/(g +
   * 1e-8). TensorFlow's own form would add an epsilon 32 times as large.
   */
  private static final float[][] GRADIENTS = {
    {1e-8f, -3e-8f, 1}, {2e-8f, 1e-8f, -2}, {-1e-8f, 5e-8f, 0.5f}, {3e-8f, 0, 0}
  };

  @Test
  void stepsAreThoseOfPyTorch() {
    double[] p = {1, 2, 3};
    double[] m = new double[3];
    double[] v = new double[3];
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable w = graph.variable("w", () -> new float[] {1, 2, 3}, 3);
      Adam adam = new Adam(graph, "test", () -> List.of(w), RATE);
      graph.beginProgram("p");
      adam.apply(List.of(graph.placeholder("gradient", 3)));
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        for (int t = 1; t <= GRADIENTS.length; t++) {
          float[] g = GRADIENTS[t - 1];
          run.run(update, Map.of("p/gradient", g), List.of());
          for (int i = 0; i < 3; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            double rate = RATE / (1 - Math.pow(0.9, t));
            p[i] -= rate * m[i] / (Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8);
          }
          // Parameters near 3 have a grain of 2.4e-7 in float32, and four steps are added up.
          assertThat(run.read("w"))
              .as("after step %d", t)
              .containsExactly(
                  new float[] {(float) p[0], (float) p[1], (float) p[2]}, within(1e-6f));
        }
        assertThat(run.readCounter("adam/test/step")).isEqualTo(4);
      }
    }
  }

  @Test
  void minimizeFollowsTheLossDown() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable w = graph.variable("w", () -> new float[] {1, -2}, 2);
      Adam adam = new Adam(graph, "test", () -> List.of(w), RATE);
      graph.beginProgram("p");
      adam.minimize(w.value().square().sum());
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> values = run.run(update, Map.of(), List.of("p/gradient/w"));
        assertThat(values.get("p/gradient/w")).containsExactly(2, -4);
        // The first step of Adam is the learning rate against the gradient's sign.
        assertThat(run.read("w")).containsExactly(new float[] {0.9f, -1.9f}, within(1e-6f));
      }
    }
  }
}
