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
   * Gradients around 1e-8, where epsilon matters: at the first step m/(sqrt(v) + epsilon) is g/(g +
   * 1e-8). TensorFlow's own form would add an epsilon 32 times as large.
   */
  private static final float[][] GRADIENTS = {
    {1e-8f, -3e-8f, 1}, {2e-8f, 1e-8f, -2}, {-1e-8f, 5e-8f, 0.5f}, {3e-8f, 0, 0}
  };

  @Test
  void stepsMatchPyTorch() {
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
          // Parameters near 3 have a resolution of 2.4e-7 in float32, and four steps are summed.
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
  void minimizeReducesTheLoss() {
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

  /** With a gradient of 1 each step of Adam is its rate: m = v = 1 after the bias correction. */
  private static float[] decreases(LearningRate rate, int steps) {
    float[] decreases = new float[steps];
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable w = graph.variable("w", () -> new float[] {0}, 1);
      Adam adam = new Adam(graph, "test", () -> List.of(w), rate);
      graph.beginProgram("p");
      adam.apply(List.of(graph.placeholder("gradient", 1)));
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        float before = 0;
        for (int i = 0; i < steps; i++) {
          run.run(update, Map.of("p/gradient", new float[] {1}), List.of());
          decreases[i] = before - run.read("w")[0];
          before = run.read("w")[0];
        }
      }
    }
    return decreases;
  }

  @Test
  void theLearningRateFollowsItsSchedule() {
    assertThat(decreases(LearningRate.constant(0.1), 3))
        .containsExactly(new float[] {0.1f, 0.1f, 0.1f}, within(1e-6f));
    // 0.1 / 2 * (1 + cos(pi * n / 4)) for n = 0, 1, 2, 3, 4.
    assertThat(decreases(LearningRate.cosine(0.1, 4), 5))
        .containsExactly(new float[] {0.1f, 0.0853553f, 0.05f, 0.0146447f, 0}, within(1e-6f));
    // 0.1 * 1/4, 2/4, 3/4, 1, 1.
    assertThat(decreases(LearningRate.warmUp(0.1, 4), 5))
        .containsExactly(new float[] {0.025f, 0.05f, 0.075f, 0.1f, 0.1f}, within(1e-6f));
  }

  @Test
  void weightDecayIsDecoupledFromTheGradient() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable w = graph.variable("w", () -> new float[] {2, -4}, 2);
      Adam adam = new Adam(graph, "test", () -> List.of(w), RATE).weightDecay(0.5);
      graph.beginProgram("p");
      adam.apply(List.of(graph.placeholder("gradient", 2)));
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.run(update, Map.of("p/gradient", new float[] {1, 0}), List.of());

        // 2 - 0.1 * 0.5 * 2 - 0.1, and -4 + 0.1 * 0.5 * 4: decay applies without a gradient too.
        assertThat(run.read("w")).containsExactly(new float[] {1.8f, -3.8f}, within(1e-6f));
      }
    }
  }

  /** The moments show the gradients that Adam was given: m = 0.1 g after one step. */
  @Test
  void gradientsAreClippedByTheirGlobalNorm() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable a = graph.variable("a", () -> new float[] {0}, 1);
      Variable b = graph.variable("b", () -> new float[] {0}, 1);
      Adam adam = new Adam(graph, "test", () -> List.of(a, b), RATE).clipNorm(2.5);
      graph.beginProgram("p");
      adam.apply(List.of(graph.placeholder("a", 1), graph.placeholder("b", 1)));
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.run(update, Map.of("p/a", new float[] {3}, "p/b", new float[] {4}), List.of());

        // The norm is 5, so both are halved.
        assertThat(run.read("adam/a/m")[0]).isCloseTo(0.15f, within(1e-6f));
        assertThat(run.read("adam/b/m")[0]).isCloseTo(0.2f, within(1e-6f));

        run.run(update, Map.of("p/a", new float[] {0}, "p/b", new float[] {1}), List.of());
        // A norm of 1 is not clipped: 0.9 * 0.2 + 0.1.
        assertThat(run.read("adam/b/m")[0]).isCloseTo(0.28f, within(1e-6f));
      }
    }
  }

  @Test
  void programsShareAnOptimiser() {
    try (GraphBuilder graph = new GraphBuilder()) {
      Variable w = graph.variable("w", () -> new float[] {0}, 1);
      Adam adam = new Adam(graph, "test", () -> List.of(w), LearningRate.warmUp(0.1, 2));
      graph.beginProgram("offline");
      adam.minimize(w.value().sum());
      TrainOp offline = graph.trainOp("update");
      graph.beginProgram("online");
      adam.minimize(w.value().sum());
      TrainOp online = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.run(offline);
        run.run(online);

        assertThat(run.readCounter("adam/test/step")).isEqualTo(2);
        // The second step has the rate of the second update: 0.05, then 0.1.
        assertThat(run.read("w")[0]).isCloseTo(-0.15f, within(1e-6f));
        assertThat(run.readCounter("offline/step")).isEqualTo(1);
      }
    }
  }
}
