package org.spotrl.baselines.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.network.NetworkFactory;

class MaskedNetworkTest {

  @Test
  void outputsOfADimensionDependOnTheStateAndOnEarlierDimensionsAlone() {
    try (GraphBuilder graph = new GraphBuilder()) {
      MaskedNetwork network =
          MaskedNetwork.create(NetworkFactory.of(graph, 0), "flow", 2, 3, List.of(32, 32), 4);
      graph.beginAnalysis("a");
      Expr s = graph.placeholder("s", 1, 2);
      Expr a = graph.placeholder("a", 1, 3);
      Expr outputs = network.apply(s, a).requireShape(1, 12);
      for (int i = 0; i < 3; i++) {
        List<Expr> gradients =
            graph.gradientsBy(outputs.columns(4 * i, 4 * i + 4).square().sum(), List.of(s, a));
        gradients.get(0).named("by_state_" + i);
        gradients.get(1).named("by_action_" + i);
      }
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        for (int i = 0; i < 3; i++) {
          for (float state : gradient(run, "a/by_state_" + i)) {
            assertThat(state).as("dimension %d by the state", i).isNotZero();
          }
          float[] actions = gradient(run, "a/by_action_" + i);
          for (int j = 0; j < 3; j++) {
            assertThat(actions[j] != 0).as("dimension %d by dimension %d", i, j).isEqualTo(j < i);
          }
        }
      }
    }
  }

  private static float[] gradient(CompiledGraph run, String name) {
    Map<String, float[]> feeds = Map.of("a/s", new float[] {1, -1}, "a/a", new float[] {1, 2, 3});
    return Objects.requireNonNull(run.evaluate(feeds, List.of(name)).get(name));
  }
}
