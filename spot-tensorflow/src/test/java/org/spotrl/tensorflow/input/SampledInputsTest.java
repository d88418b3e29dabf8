package org.spotrl.tensorflow.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.tensorflow.graph.CompiledGraph;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.GraphBuilder;
import org.spotrl.tensorflow.graph.SessionSettings;
import org.spotrl.tensorflow.graph.TrainOp;
import org.spotrl.tensorflow.testing.MadeData;

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
      batch.observations().named("s");
      batch.actions().named("a");
      batch.rewards().named("r");
      batch.nextObservations().named("n");
      batch.notDone().named("d");
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        Map<String, float[]> b =
            run.run(update, Map.of(), List.of("p/s", "p/a", "p/r", "p/n", "p/d"));
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

  @Test
  void sharedDataIsOneFileAndGivesTheSameBatches(@TempDir Path folder) throws IOException {
    Dataset own = four().transitions();
    float[] expected = observations(own);

    assertThat(observations(own.sharedIn(folder))).isEqualTo(expected);
    List<Path> written = files(folder);
    assertThat(observations(own.sharedIn(folder))).isEqualTo(expected);

    assertThat(written).hasSize(1);
    // Observation, action, next observation, reward and flag of each transition.
    assertThat(written.get(0)).hasSize(5L * Float.BYTES * own.size());
    assertThat(files(folder)).isEqualTo(written);
  }

  @Test
  void aTruncatedSharedFileIsReplaced(@TempDir Path folder) throws IOException {
    Dataset own = four().transitions();
    observations(own.sharedIn(folder));
    Files.write(files(folder).get(0), new byte[] {1, 2, 3});

    assertThat(observations(own.sharedIn(folder))).isEqualTo(observations(own));
  }

  @Test
  void dataThatCannotBeSharedIsCopied(@TempDir Path folder) throws IOException {
    Dataset own = four().transitions();
    Path file = Files.createFile(folder.resolve("no folder"));

    assertThat(observations(own.sharedIn(file))).isEqualTo(observations(own));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** The observations of a batch. */
  private static float[] observations(Dataset data) {
    try (GraphBuilder graph = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(graph, data, 3);
      graph.beginProgram("p");
      inputs.batches(graph).sample(64).observations().named("s");
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        run.run(update);
        return column(run.run(update, Map.of(), List.of("p/s")), "p/s");
      }
    }
  }

  /**
   * Trajectories of 1, 3 and 2 finished steps and 1 unfinished one. Row i has the observation i +
   * 1, the action -(i + 1) and the reward 2^i.
   */
  private static Trajectories four() {
    float[] observations = {1, 2, 3, 4, 5, 6, 7};
    float[] actions = {-1, -2, -3, -4, -5, -6, -7};
    float[] rewards = {1, 2, 4, 8, 16, 32, 64};
    boolean[] terminals = {true, false, false, false, false, true, false};
    boolean[] timeouts = {false, false, false, true, false, false, false};
    return new Trajectories("four", 1, 1, observations, actions, rewards, terminals, timeouts);
  }

  /**
   * The values of these expressions in some updates of a program, each as {@code
   * [updates][elements]}.
   */
  private static List<List<float[]>> updates(
      Dataset data, int count, Function<BatchSource, List<Expr>> program) {
    List<List<float[]>> updates = new ArrayList<>();
    try (GraphBuilder graph = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(graph, data, 3);
      graph.beginProgram("p");
      List<String> names = new ArrayList<>();
      for (Expr value : program.apply(inputs.batches(graph))) {
        value.named("v" + names.size());
        names.add("p/v" + names.size());
      }
      TrainOp update = graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        for (int i = 0; i < count; i++) {
          Map<String, float[]> values = run.run(update, Map.of(), names);
          updates.add(names.stream().map(name -> column(values, name)).toList());
        }
      }
    }
    return updates;
  }

  /** Printed by an older version. Other rows would change the numbers of runs. */
  @Test
  void theRowsOfAnUpdateEqualOlderVersions() {
    Dataset data = MadeData.transitions(1000, 1, 1);
    List<List<float[]>> values =
        updates(data, 2, batches -> List.of(batches.sample(4).observations()));
    float[] observations = data.observations();

    assertThat(values.get(0).get(0)).containsExactly(rows(observations, 874, 383, 825, 710));
    assertThat(values.get(1).get(0)).containsExactly(rows(observations, 14, 93, 761, 100));
  }

  private static float[] rows(float[] column, int... rows) {
    float[] picked = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = column[rows[i]];
    }
    return picked;
  }

  private static List<Expr> all(SarsaBatch batch) {
    return List.of(
        batch.transitions().observations(),
        batch.transitions().rewards(),
        batch.transitions().nextObservations(),
        batch.transitions().notDone(),
        batch.nextActions());
  }

  /** The values of row i of some arrays. */
  private static List<Float> row(List<float[]> columns, int i) {
    return columns.stream().map(column -> column[i]).toList();
  }

  @Test
  void nextActionsComeFromTheNextStep() {
    Set<List<Float>> drawn = new HashSet<>();
    for (List<float[]> batch :
        updates(four().transitions(), 10, b -> all(b.sampleWithNextActions(16)))) {
      for (int i = 0; i < 16; i++) {
        drawn.add(row(batch, i));
      }
    }

    // Observation, reward, next observation, not-done flag, next action. Row 3 is a timeout, row 6
    // the last row. The next observation of a terminal row is that of the next row, as in D4RL.
    assertThat(drawn)
        .containsExactlyInAnyOrder(
            List.of(1f, 1f, 2f, 0f, 0f),
            List.of(2f, 2f, 3f, 1f, -3f),
            List.of(3f, 4f, 4f, 1f, -4f),
            List.of(5f, 16f, 6f, 1f, -6f),
            List.of(6f, 32f, 7f, 0f, 0f));
  }

  @Test
  void onlySarsaLeavesOutTransitionsWithoutANextAction() {
    Dataset data = four().withLastObservations(new float[] {10, 20, 30, 40}).transitions();
    Set<Float> sarsa = new HashSet<>();
    Set<Float> plain = new HashSet<>();
    for (List<float[]> batch :
        updates(
            data,
            20,
            b ->
                List.of(
                    b.sampleWithNextActions(16).transitions().observations(),
                    b.sample(16).observations()))) {
      for (int i = 0; i < 16; i++) {
        sarsa.add(batch.get(0)[i]);
        plain.add(batch.get(1)[i]);
      }
    }

    assertThat(sarsa).containsExactlyInAnyOrder(1f, 2f, 3f, 5f, 6f);
    assertThat(plain).containsExactlyInAnyOrder(1f, 2f, 3f, 4f, 5f, 6f, 7f);
  }

  @Test
  void dataWithoutAnyNextActionIsRefusedForSarsa() {
    float[] one = {1};
    Dataset loose =
        Trajectories.ofTransitions("loose", 1, 1, one, one, one, one, new boolean[1]).transitions();

    assertThatThrownBy(() -> updates(loose, 1, b -> all(b.sampleWithNextActions(2))))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("data set 'loose' has no transition with a known next action");
  }

  @Test
  void sequencesStartAnywhereAndEndWithTheirTrajectory() {
    Map<Float, List<Float>> byStart = new HashMap<>();
    Map<Float, Integer> counts = new HashMap<>();
    int updates = 500;
    for (List<float[]> batch :
        updates(
            four().transitions(),
            updates,
            b -> {
              SequenceBatch pieces = b.sampleSequences(12, 2);
              pieces.observations().requireShape(12, 2, 1);
              pieces.actions().requireShape(12, 2, 1);
              pieces.returnsToGo().requireShape(12, 2);
              pieces.timesteps().requireShape(12, 2);
              pieces.mask().requireShape(12, 2);
              return List.of(
                  pieces.observations(),
                  pieces.actions(),
                  pieces.returnsToGo(),
                  pieces.timesteps(),
                  pieces.mask());
            })) {
      for (int i = 0; i < 12; i++) {
        List<Float> piece = new ArrayList<>(row(batch, 2 * i));
        piece.addAll(row(batch, 2 * i + 1));
        byStart.put(piece.get(0), piece);
        counts.merge(piece.get(0), 1, Integer::sum);
      }
    }

    // Two steps of observation, action, return to go, time step, mask. The unfinished step is left
    // out.
    assertThat(byStart)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                1f, List.of(1f, -1f, 1f, 0f, 1f, 0f, -0f, 0f, 1f, 0f),
                2f, List.of(2f, -2f, 14f, 0f, 1f, 3f, -3f, 12f, 1f, 1f),
                3f, List.of(3f, -3f, 12f, 1f, 1f, 4f, -4f, 8f, 2f, 1f),
                4f, List.of(4f, -4f, 8f, 2f, 1f, 0f, -0f, 0f, 3f, 0f),
                5f, List.of(5f, -5f, 48f, 0f, 1f, 6f, -6f, 32f, 1f, 1f),
                6f, List.of(6f, -6f, 32f, 1f, 1f, 0f, -0f, 0f, 2f, 0f)));
    // 6,000 draws of six starts: 1,000 each, with a standard deviation of 29; five of them.
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(855, 1145));
  }

  @Test
  void onlyTheDataThatAProgramAsksForIsInTheGraph() {
    try (GraphBuilder graph = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(graph, four().transitions(), 3);
      graph.beginProgram("p");
      inputs.batches(graph).sampleSequences(2, 3);
      graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        assertThat(run.read("sequences")).hasSize(6 * 4);
        assertThatThrownBy(() -> run.read("data")).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void theGraphOfAnEmptyDataSetCompiles() {
    try (GraphBuilder graph = new GraphBuilder()) {
      SampledInputs inputs = new SampledInputs(graph, Dataset.empty("none", 2, 1), 3);
      graph.beginProgram("p");
      inputs.batches(graph).sampleWithNextActions(8);
      inputs.batches(graph).sampleSequences(8, 4);
      graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        assertThat(run.read("data")).isEmpty();
        assertThat(run.state().tensors()).containsOnlyKeys("p/step");
      }
    }
  }

  @Test
  void recordedInputsAreFedByName() {
    try (GraphBuilder graph = new GraphBuilder()) {
      BatchSource recorded = new RecordedInputs(2, 1).batches(graph);
      graph.beginProgram("sarsa");
      recorded.sampleWithNextActions(3).nextActions().named("next");
      graph.beginProgram("sequences");
      recorded.sampleSequences(3, 4).returnsToGo().named("to_go");
      graph.trainOp("update");
      try (CompiledGraph run = graph.compile(SessionSettings.SINGLE_THREAD)) {
        assertThat(run.feedShape("sarsa/batch/next_actions")).containsExactly(3, 1);
        assertThat(run.feedShape("sarsa/batch/next_observations")).containsExactly(3, 2);
        assertThat(run.feedShape("sequences/batch/observations")).containsExactly(3, 4, 2);
        assertThat(run.feedShape("sequences/batch/actions")).containsExactly(3, 4, 1);
        assertThat(run.feedShape("sequences/batch/returns_to_go")).containsExactly(3, 4);
        assertThat(run.feedShape("sequences/batch/timesteps")).containsExactly(3, 4);
        assertThat(run.feedShape("sequences/batch/mask")).containsExactly(3, 4);
      }
    }
  }

  private static float[] column(Map<String, float[]> batch, String name) {
    return batch.getOrDefault(name, new float[0]);
  }
}
