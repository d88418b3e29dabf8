package org.spotrl.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;

class MinariFileTest {

  private static final String SPACES =
      """
      "observation_space": "{\\"type\\": \\"Box\\", \\"shape\\": [1], \\"low\\": [-Infinity], \\"high\\": [Infinity]}",
      "action_space": "{\\"type\\": \\"Box\\", \\"shape\\": [1], \\"low\\": [-0.5], \\"high\\": [2.0]}"
      """;

  @TempDir private Path temp;

  /** Observations first, first + 1, ...; rewards are equal to them, actions a tenth. */
  private static Map<String, Object> episode(int steps, int first) {
    float[][] observations = new float[steps + 1][1];
    float[][] actions = new float[steps][1];
    double[] rewards = new double[steps];
    for (int t = 0; t <= steps; t++) {
      observations[t][0] = first + t;
      if (t < steps) {
        actions[t][0] = (first + t) / 10f;
        rewards[t] = first + t;
      }
    }
    Map<String, Object> episode = new LinkedHashMap<>();
    episode.put("observations", observations);
    episode.put("actions", actions);
    episode.put("rewards", rewards);
    episode.put("terminations", new byte[steps]);
    episode.put("truncations", new byte[steps]);
    return episode;
  }

  private static List<Map<String, Object>> twoEpisodes() {
    return new ArrayList<>(List.of(episode(2, 0), episode(3, 5)));
  }

  private Path write(String metadata, List<Map<String, Object>> episodes) throws IOException {
    Path data = Files.createDirectories(temp.resolve("log-v0/data"));
    Files.writeString(data.resolve("metadata.json"), metadata);
    try (WritableHdfFile out = HdfFile.write(data.resolve("main_data.hdf5"))) {
      for (int k = 0; k < episodes.size(); k++) {
        WritableGroup group = out.putGroup("episode_" + k);
        episodes.get(k).forEach(group::putDataset);
      }
    }
    return temp.resolve("log-v0");
  }

  private StepTable read(List<Map<String, Object>> episodes) throws IOException {
    return StepTable.read(
        write("{\"total_episodes\": %d, %s}".formatted(episodes.size(), SPACES), episodes), true);
  }

  @Test
  void episodesFollowEachOtherAndTheirLastObservationsAreKnown() throws IOException {
    StepTable steps = read(twoEpisodes());
    Dataset data = steps.asRecorded("log").transitions();

    assertThat(steps.shape()).isEqualTo(new StepShape(5, 1, 1, 2));
    assertThat(data.observations()).containsExactly(0, 1, 5, 6, 7);
    assertThat(data.nextObservations()).containsExactly(1, 2, 6, 7, 8);
    assertThat(data.rewards()).containsExactly(0, 1, 5, 6, 7);
    // No flag is set in the file: an episode without an end is cut off.
    assertThat(data.timeouts()).containsExactly(false, true, false, false, true);
  }

  @Test
  void anEpisodeThatStartsWhereTheLastOneEndedIsItsOwn() throws IOException {
    StepTable steps = read(List.of(episode(2, 0), episode(2, 2)));

    assertThat(steps.asRecorded("log").count()).isEqualTo(2);
  }

  @Test
  void aRowThatIsTerminatedAndTruncatedIsATerminal() throws IOException {
    List<Map<String, Object>> episodes = twoEpisodes();
    episodes.get(0).put("terminations", new byte[] {0, 1});
    episodes.get(0).put("truncations", new byte[] {0, 1});

    StepTable steps = read(episodes);

    assertThat(steps.terminals()).containsExactly(0, 1, 0, 0, 0);
    assertThat(steps.timeouts()).containsExactly(0, 0, 0, 0, 1);
    assertThat(steps.problems(2, false)).isEmpty();
  }

  @Test
  void faultyNumbersAreNamedByEpisodeAndStep() throws IOException {
    List<Map<String, Object>> episodes = twoEpisodes();
    episodes.get(1).put("rewards", new double[] {1, Double.NaN, 1});
    episodes.get(1).put("terminations", new byte[] {3, 0, 0});
    episodes.get(0).put("actions", new float[][] {{0}, {9}});

    StepTable steps = read(episodes);

    assertThat(steps.problems(steps.shape().maxAction(), false))
        .containsExactly(
            "episode_1, step 1: rewards, dimension 0 is NaN",
            "episode_1, step 0: terminals is 3.0, not 0 or 1",
            "episode_0, step 1: actions, dimension 0 is 9.0, outside [-2.0, 2.0]");
  }

  @Test
  void missingAndWrongArraysAreReportedTogetherByEpisode() throws IOException {
    List<Map<String, Object>> episodes = twoEpisodes();
    episodes.get(0).remove("truncations");
    episodes.get(1).put("observations", new float[3][1]);
    episodes.get(1).put("actions", new float[3][2]);

    assertThatThrownBy(() -> read(episodes))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("main_data.hdf5")
        .hasMessageContaining("episode_0/truncations is missing or has no numbers, but [2]")
        .hasMessageContaining("episode_1/actions has shape [3, 2], but [3, 1] is needed")
        .hasMessageContaining("episode_1/observations has shape [3, 1], but [4, 1] is needed");
  }

  @Test
  void aSetWithoutEpisodesOrWithFewerThanItCountsIsRefused() throws IOException {
    assertThatThrownBy(
            () -> StepTable.read(write("{}", List.of(Map.of("obs", new float[2]))), true))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("has no groups episode_0, episode_1");
    Path fewer = write("{\"total_episodes\": 3}", twoEpisodes());
    assertThatThrownBy(() -> StepTable.read(fewer, true))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("2 episodes with rewards, but metadata.json counts 3");
  }

  static Stream<Arguments> unsuitable() {
    return Stream.of(
        Arguments.of("{\"total_epi", "metadata.json' is no JSON or truncated"),
        Arguments.of(
            "{\"action_space\": \"{\\\"type\\\": \\\"Discrete\\\", \\\"n\\\": 3}\"}",
            "its actions are Discrete, and spot trains with continuous ones"),
        Arguments.of(
            "{\"observation_space\": \"{\\\"type\\\": \\\"Box\\\", \\\"shape\\\": [64, 64, 3]}\"}",
            "its observations are a Box of shape [64,64,3], and spot needs a Box of shape [n]"));
  }

  @ParameterizedTest
  @MethodSource("unsuitable")
  void otherMetadataIsRefusedWithTheReason(String metadata, String reason) throws IOException {
    Path folder = write(metadata, twoEpisodes());

    assertThatThrownBy(() -> StepTable.read(folder, true))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFileWithinADataSetLeadsToItsFolder() throws IOException {
    Path folder = write("{}", twoEpisodes());

    assertThatThrownBy(() -> ColumnFile.open(folder.resolve("data/main_data.hdf5")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("give the data set's folder");
    assertThatThrownBy(() -> ColumnFile.open(folder.resolve("data")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("a folder, and not one of Minari's");
  }

  @Test
  void whatIsWrittenHasTheTransitionsOfD4rl() {
    // A terminal, a timeout whose next observation is not known, and a last row without any.
    Dataset data =
        new Trajectories(
                "log",
                1,
                1,
                new float[] {1, 2, 3, 4, 5, 6},
                new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f},
                new float[] {1, 2, 3, 4, 5, 6},
                new boolean[] {false, true, false, false, false, false},
                new boolean[] {false, false, false, true, false, false})
            .transitions();

    Path folder = MinariWriter.write(data, temp, "own/log-v1", Double.POSITIVE_INFINITY);
    StepTable steps = StepTable.read(folder, true);

    assertThat(steps.observations()).containsExactly(1, 2, 3, 5);
    assertThat(steps.nextObservations()).containsExactly(2, 3, 4, 6);
    assertThat(steps.terminals()).containsExactly(0, 1, 0, 0);
    assertThat(steps.timeouts()).containsExactly(0, 0, 1, 1);
    assertThat(steps.shape().maxAction()).isEqualTo(0.5);
    assertThatThrownBy(() -> MinariWriter.write(data, temp, "own/log-v1", 1))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("exists");
  }

  @Test
  void nothingIsLeftOfADataSetThatCannotBeWritten() throws IOException {
    Files.writeString(temp.resolve("own"), "a file, not a folder");
    Dataset data =
        new Trajectories(
                "log",
                1,
                1,
                new float[2],
                new float[2],
                new float[2],
                new boolean[2],
                new boolean[2])
            .transitions();

    assertThatThrownBy(() -> MinariWriter.write(data, temp, "own/log-v0", 1))
        .hasMessageContaining("cannot be written");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).containsExactly(temp.resolve("own"));
    }
  }
}
