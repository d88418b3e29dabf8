package org.spotrl.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.RealPython;

/** Reads what the real Minari writes, and the reverse. */
class MinariContractTest {

  /**
   * Writes own/test-v0: 40 episodes of 1 to 40 steps, more than fit into one header of the file;
   * even ones end by the task. And the same steps as expected.npz, flattened by Gymnasium.
   */
  private static final String WRITE =
      """
      import os, sys
      os.environ['MINARI_DATASETS_PATH'] = root = sys.argv[1]
      import minari, numpy as np
      from gymnasium import spaces
      from minari.data_collector import EpisodeBuffer
      random = np.random.default_rng(0)
      space = lambda n, bound, dtype: spaces.Box(-bound, bound, (n,), dtype)
      spaces_of = {
          'box': space(3, np.inf, np.float64),
          'dict': spaces.Dict(
              observation=space(3, np.inf, np.float64),
              achieved_goal=space(2, np.inf, np.float32),
              desired_goal=space(1, np.inf, np.float64))}
      sample = {
          'box': lambda n: random.normal(size=(n, 3)),
          'dict': lambda n: {
              'observation': random.normal(size=(n, 3)),
              'desired_goal': random.normal(size=(n, 1)),
              'achieved_goal': random.normal(size=(n, 2)).astype(np.float32)}}
      episodes = []
      for k in range(40):
          n, last = k + 1, np.arange(k + 1) == k
          episodes.append(EpisodeBuffer(
              observations=sample['KIND'](n + 1),
              actions=random.uniform(-0.4, 0.4, (n, 2)).astype(np.float32),
              rewards=random.normal(size=n),
              terminations=last & (k % 2 == 0), truncations=last & (k % 2 == 1),
              infos={'qpos': random.normal(size=(n + 1, 2))}))
      minari.create_dataset_from_buffers(
          'own/test-v0', episodes, observation_space=spaces_of['KIND'],
          action_space=space(2, 0.4, np.float32), data_format='FORMAT')
      data = minari.load_dataset('own/test-v0')
      def flat(e):
          count = len(e.rewards) + 1
          rows = e.observations
          at = lambda i: {k: v[i] for k, v in rows.items()} if isinstance(rows, dict) else rows[i]
          return np.stack([spaces.flatten(data.observation_space, at(i)) for i in range(count)])
      join = lambda part: np.concatenate([part(e) for e in data])
      np.savez(
          os.path.join(root, 'expected.npz'),
          observations=join(lambda e: flat(e)[:-1]), next_observations=join(lambda e: flat(e)[1:]),
          actions=join(lambda e: e.actions), rewards=join(lambda e: e.rewards),
          terminals=join(lambda e: e.terminations), timeouts=join(lambda e: e.truncations))
      """;

  /** Reads own/log-v0 into read.npz, and prints what is not a number. */
  private static final String READ =
      """
      import os, sys
      os.environ['MINARI_DATASETS_PATH'] = root = sys.argv[1]
      import minari, numpy as np
      data = minari.load_dataset('own/log-v0')
      join = lambda part: np.concatenate([part(e) for e in data])
      np.savez(
          os.path.join(root, 'read.npz'),
          observations=join(lambda e: e.observations[:-1]),
          next_observations=join(lambda e: e.observations[1:]),
          actions=join(lambda e: e.actions), rewards=join(lambda e: e.rewards),
          terminals=join(lambda e: e.terminations), timeouts=join(lambda e: e.truncations))
      print(data.observation_space, data.action_space, data.total_episodes, data.total_steps)
      print([int(m['total_steps']) for m in data.storage.get_episode_metadata(range(3))])
      print(list(minari.list_local_datasets()), minari.namespace.list_local_namespaces())
      """;

  @TempDir private Path temp;

  private void write(String kind, String format) throws Exception {
    RealPython.run(WRITE.replace("KIND", kind).replace("FORMAT", format), temp);
  }

  private static void requireEqual(StepTable found, StepTable expected) {
    assertThat(found.observations()).isEqualTo(expected.observations());
    assertThat(found.nextObservations()).isEqualTo(expected.nextObservations());
    assertThat(found.actions()).isEqualTo(expected.actions());
    assertThat(found.rewards()).isEqualTo(expected.rewards());
    assertThat(found.terminals()).isEqualTo(expected.terminals());
    assertThat(found.timeouts()).isEqualTo(expected.timeouts());
  }

  @ParameterizedTest
  @CsvSource({"box, 3", "dict, 6"})
  void whatMinariWritesIsReadWithEqualNumbers(String kind, int observationDim) throws Exception {
    write(kind, "hdf5");

    StepTable steps = StepTable.read(temp.resolve("own/test-v0"), true);

    // 1 + 2 + ... + 40 steps; the bound of the action space, not the largest action.
    assertThat(steps.shape()).isEqualTo(new StepShape(820, observationDim, 2, 0.4));
    requireEqual(steps, StepTable.read(temp.resolve("expected.npz"), true));
    assertThat(steps.asRecorded("test").count()).isEqualTo(40);
  }

  @Test
  void minariReadsWhatIsWrittenWithEqualNumbersAndSpaces() throws Exception {
    // Three trajectories: ended by the task, cut off, unfinished.
    Trajectories data =
        new Trajectories(
                "log",
                2,
                1,
                new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                new float[] {0.1f, -0.2f, 0.3f, -0.4f, 0.5f, -0.6f},
                new float[] {1, 2, 3, 4, 5, 6},
                new boolean[] {false, false, true, false, false, false},
                new boolean[] {false, false, false, false, true, false})
            .withLastObservations(new float[] {70, 71, 72, 73, 74, 75});

    Path folder = MinariWriter.write(data.transitions(), temp, "own/log-v0", 2);
    String printed = RealPython.run(READ, temp);

    StepTable read = StepTable.read(temp.resolve("read.npz"), true);
    assertThat(read.observations()).isEqualTo(data.observations());
    assertThat(read.nextObservations()).containsExactly(3, 4, 5, 6, 70, 71, 9, 10, 72, 73, 74, 75);
    assertThat(read.actions()).isEqualTo(data.actions());
    assertThat(read.rewards()).isEqualTo(data.rewards());
    assertThat(read.terminals()).containsExactly(0, 0, 1, 0, 0, 0);
    // Minari, too, stores an unfinished episode as a truncated one.
    assertThat(read.timeouts()).containsExactly(0, 0, 0, 0, 1, 1);
    assertThat(printed)
        .contains("Box(-inf, inf, (2,), float32) Box(-2.0, 2.0, (1,), float32) 3 6")
        .contains("[3, 2, 1]")
        .contains("['own/log-v0'] ['own']");
    requireEqual(StepTable.read(folder, true), read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arrow", "parquet"})
  void anotherFormatIsRefusedWithTheCommandThatConvertsIt(String format) throws Exception {
    write("dict", format);
    Path folder = temp.resolve("own/test-v0");

    Throwable refused = catchThrowable(() -> StepTable.read(folder, true));
    assertThat(refused)
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'own/test-v0'")
        .hasMessageContaining("is stored as " + format);
    String script =
        String.valueOf(refused.getMessage()).replaceFirst("(?s).*python3 -c \"(.*)\".*", "$1");
    RealPython.run(
        "import os, sys; os.environ['MINARI_DATASETS_PATH'] = sys.argv[1]; " + script, temp);

    requireEqual(
        StepTable.read(temp.resolve("own/test-hdf5-v0"), true),
        StepTable.read(temp.resolve("expected.npz"), true));
  }

  @Test
  void aTruncatedFileOfMinariIsRefused() throws Exception {
    write("box", "hdf5");
    Path file = temp.resolve("own/test-v0/data/main_data.hdf5");
    byte[] bytes = Files.readAllBytes(file);
    for (int tenth = 1; tenth < 10; tenth++) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length * tenth / 10));

      assertThatThrownBy(() -> StepTable.read(temp.resolve("own/test-v0"), true))
          .as("cut after %d tenths", tenth)
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("main_data.hdf5")
          .hasMessageContaining("damaged or truncated");
    }
  }
}
