package org.spotrl.tensorflow.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;

class SampledInputsTest {

  /** Row i holds the observation (i, i + 0.5), action 10 i, reward 100 i, next (-i, -i - 0.5). */
  @Test
  void everyColumnOfABatchComesFromTheSameRow() {
    int n = 50;
    float[] observations = new float[2 * n];
    float[] next = new float[2 * n];
    float[] actions = new float[n];
    float[] rewards = new float[n];
    boolean[] terminals = new boolean[n];
    for (int i = 0; i < n; i++) {
      observations[2 * i] = i;
      observations[2 * i + 1] = i + 0.5f;
      next[2 * i] = -i;
      next[2 * i + 1] = -i - 0.5f;
      actions[i] = 10 * i;
      rewards[i] = 100 * i;
      terminals[i] = i % 5 == 0;
    }
    Dataset data =
        Trajectories.ofTransitions("rows", 2, 1, observations, actions, rewards, next, terminals)
            .transitions();
    try (GraphBuilder graph = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(graph, data, 3);
      graph.beginProgram("p");
      Batch batch = inputs.batches(graph).sample(64);
      graph.observe("s", batch.observations());
      graph.observe("a", batch.actions());
      graph.observe("r", batch.rewards());
      graph.observe("n", batch.nextObservations());
      graph.observe("d", batch.notDone());
      String milestone = graph.milestone("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> b =
            run.run(milestone, Map.of(), List.of("p/s", "p/a", "p/r", "p/n", "p/d"));
        for (int row = 0; row < 64; row++) {
          float i = column(b, "p/s")[2 * row];
          assertThat(column(b, "p/s")[2 * row + 1]).isEqualTo(i + 0.5f);
          assertThat(column(b, "p/a")[row]).isEqualTo(10 * i);
          assertThat(column(b, "p/r")[row]).isEqualTo(100 * i);
          assertThat(column(b, "p/n")[2 * row]).isEqualTo(-i);
          assertThat(column(b, "p/n")[2 * row + 1]).isEqualTo(-i - 0.5f);
          assertThat(column(b, "p/d")[row]).isEqualTo(i % 5 == 0 ? 0f : 1f);
        }
        assertThat(run.state().tensors()).doesNotContainKey("data");
      }
    }
  }

  private static float[] column(Map<String, float[]> batch, String name) {
    return batch.getOrDefault(name, new float[0]);
  }
}
