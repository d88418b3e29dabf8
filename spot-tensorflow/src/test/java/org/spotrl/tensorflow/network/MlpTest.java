package org.spotrl.tensorflow.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.input.NoiseSource;
import org.spotrl.tensorflow.input.RecordedInputs;

class MlpTest {

  /** x = (1, 2); hidden = relu(x W + b) = relu(-1, 5) = (0, 5), y = 5 * 3 - 1 = 14. */
  private static final Map<String, float[]> WEIGHTS =
      Map.of(
          "net/0/kernel", new float[] {1, 0, -1, 2},
          "net/0/bias", new float[] {0, 1},
          "net/1/kernel", new float[] {7, 3},
          "net/1/bias", new float[] {-1});

  @Test
  void layersAreLinearWithReluBetween() {
    assertThat(output(0, Map.of())).containsExactly(14);
  }

  /** A kept unit is scaled by 1 / (1 - 0.2): y = 5 * 1.25 * 3 - 1 = 17.75. */
  @Test
  void dropoutScalesWhatItKeeps() {
    assertThat(output(0.2, Map.of("p/net_0", new float[] {0, 1}))).containsExactly(17.75f);
    assertThat(output(0.2, Map.of("p/net_0", new float[] {1, 0}))).containsExactly(-1);
  }

  private static float[] output(double dropRate, Map<String, float[]> masks) {
    try (GraphBuilder graph = new GraphBuilder()) {
      Mlp mlp = NetworkFactory.of(graph, 0).mlp("net", List.of(2, 2, 1));
      graph.beginAnalysis("p");
      NoiseSource noise = new RecordedInputs(1, 1).noise(graph);
      Expr x = graph.expr(graph.tf().constant(new float[][] {{1, 2}}));
      mlp.apply(x, new Dropout(noise, "net", dropRate)).named("y");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.assign(WEIGHTS);
        return run.evaluate(masks, List.of("p/y")).getOrDefault("p/y", new float[0]);
      }
    }
  }

  /** Uniform on +-1/sqrt(in): variance 1/(3 in); 16 standard errors of 4096 draws are 0.1. */
  @Test
  void initialWeightsHavePyTorchsRange() {
    try (GraphBuilder graph = new GraphBuilder()) {
      NetworkFactory.of(graph, 3)
          .mlp("net", List.of(16, 256, 4), Initializer.PYTORCH, Initializer.uniform(1e-3));
      graph.beginProgram("p");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        StateDict state = run.state();
        float[] kernel = state.floats("net/0/kernel", 4096);
        double squares = 0;
        for (float w : kernel) {
          assertThat(Math.abs(w)).isLessThanOrEqualTo(0.25f);
          squares += w * w;
        }
        assertThat(squares / 4096 * 3 * 16).isCloseTo(1, within(0.1));
        for (float b : state.floats("net/0/bias", 256)) {
          assertThat(b).isNotZero();
          assertThat(Math.abs(b)).isLessThanOrEqualTo(0.25f);
        }
        for (float w : state.floats("net/1/kernel", 1024)) {
          assertThat(Math.abs(w)).isLessThanOrEqualTo(1e-3f);
        }
      }
    }
  }

  /** 0.25 * 4 + 0.75 * 8 = 7. */
  @Test
  void softUpdateMovesTheTargetByTau() {
    try (GraphBuilder graph = new GraphBuilder()) {
      var online = graph.variable("online", () -> new float[] {4}, 1);
      var target = graph.variable("target", () -> new float[] {8}, 1);
      graph.beginProgram("p");
      Network.softUpdate(graph, () -> List.of(online), () -> List.of(target), 0.25);
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.run(update);
        assertThat(run.read("target")).containsExactly(7);
        assertThat(run.read("online")).containsExactly(4);
      }
    }
  }
}
