package org.spotrl.data.d4rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.data.format.SampleFiles;
import org.spotrl.data.format.StepTable;

class D4rlSourceTest {

  @TempDir private Path temp;

  private DataFolders folders(Optional<Path> given, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("HOME", temp.resolve("home").toString());
    return new DataFolders(given, environment);
  }

  private static D4rlSource source(String name, String path, DataFolders folders) {
    return new D4rlSource(new D4rlConfig(name, path), folders);
  }

  @ParameterizedTest
  @CsvSource({
    "hopper-medium-v2, hopper-v2, gym_mujoco_v2/hopper_medium-v2.hdf5",
    "ant-medium-expert-v2, ant-v2, gym_mujoco_v2/ant_medium_expert-v2.hdf5",
    "walker2d-full-replay-v2, walker2d-v2, gym_mujoco_v2/walker2d_full_replay-v2.hdf5",
    "antmaze-umaze-v2, antmaze-umaze-v2,"
        + " ant_maze_v2/Ant_maze_u-maze_noisy_multistart_False_multigoal_False_sparse_fixed.hdf5",
    "antmaze-large-play-v2, antmaze-large-v2,"
        + " ant_maze_v2/Ant_maze_hardest-maze_noisy_multistart_True_multigoal_False_sparse_fixed.hdf5",
    "maze2d-medium-v1, maze2d-medium-v1, maze2d/maze2d-medium-sparse-v1.hdf5",
    "maze2d-large-dense-v1, maze2d-large-dense-v1, maze2d/maze2d-large-dense-v1.hdf5"
  })
  void namesStandForTheAddressesOfD4rl(String name, String environment, String address) {
    D4rlDataset dataset = D4rlSource.of(name);

    assertThat(dataset.url())
        .isEqualTo("http://rail.eecs.berkeley.edu/datasets/offline_rl/" + address);
    assertThat(dataset.environment().id()).isEqualTo(environment);
  }

  @Test
  void allNamesAreThere() {
    // Four robots by six levels, six ant mazes, three mazes by two rewards.
    assertThat(D4rlDataset.ALL)
        .hasSize(24 + 6 + 6)
        .extracting(D4rlDataset::name)
        .doesNotHaveDuplicates();
    assertThatThrownBy(() -> D4rlSource.of("hopper-best-v2"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'hopper-best-v2'")
        .hasMessageContaining("hopper-expert-v2");
  }

  @Test
  void theFileIsFoundInTheNamedFolderThenTheVariablesThenD4rlsOwn() throws Exception {
    Path named = Files.createDirectories(temp.resolve("named"));
    Path variable = Files.createDirectories(temp.resolve("variable"));
    Path own = Files.createDirectories(temp.resolve("home/.d4rl/datasets"));
    DataFolders folders =
        folders(Optional.of(named), Map.of(DataFolders.VARIABLE, variable.toString()));
    Path inOwn = Files.createFile(own.resolve("a.hdf5"));
    assertThat(folders.find("a.hdf5")).contains(inOwn);
    Path inVariable = Files.createFile(variable.resolve("a.hdf5"));
    assertThat(folders.find("a.hdf5")).contains(inVariable);
    Path inNamed = Files.createFile(named.resolve("a.hdf5"));

    assertThat(folders.find("a.hdf5")).contains(inNamed);
    assertThat(folders.target()).isEqualTo(named);
    assertThat(folders.find("b.hdf5")).isEmpty();
  }

  @Test
  void aFileIsReadAsD4rlConvertsIt() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("home/.d4rl/datasets"));
    SampleFiles.hdf5(folder.resolve("hopper_medium-v2.hdf5"), SampleFiles.threeSteps());
    D4rlSource source = source("hopper-medium-v2", "", folders(Optional.empty(), Map.of()));

    Trajectories data = source.load(ProgressListener.NONE);
    Dataset transitions = data.transitions();

    assertThat(source.steps()).isEqualTo(OptionalLong.of(3));
    assertThat(source.environmentId()).isEqualTo("hopper-v2");
    assertThat(source.description()).contains("hopper-medium-v2", folder.toString());
    assertThat(data.name()).isEqualTo("hopper-medium-v2");
    // The last row has no next one; the terminal keeps the next episode's first observation.
    assertThat(transitions.observations()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(transitions.nextObservations()).containsExactly(4, 5, 6, 7, 8, 9);
    assertThat(transitions.rewards()).containsExactly(1, 2);
    assertThat(transitions.terminals()).containsExactly(false, true);
  }

  @Test
  void aFileThatIsNotThereIsToBeFetched() {
    D4rlSource source = source("ant-random-v2", "", folders(Optional.empty(), Map.of()));

    assertThat(source.steps()).isEmpty();
    assertThat(source.description()).contains("to be fetched from http://rail.eecs.berkeley.edu/");
  }

  @Test
  void theOraclesArraysAreConvertedAsD4rlDoes() throws Exception {
    JsonOracle oracle = JsonOracle.read();
    for (String[] pair : new String[][] {{"timeouts", "default"}, {"", "without_timeouts_max_4"}}) {
      Map<String, Object> columns = oracle.raw(!pair[0].isEmpty());
      Path file = SampleFiles.hdf5(temp.resolve(pair[1] + ".hdf5"), columns);

      Dataset converted = StepTable.read(file, false).asD4rl("oracle", 4).transitions();

      assertThat(converted.observations()).isEqualTo(oracle.converted(pair[1], "observations"));
      assertThat(converted.actions()).isEqualTo(oracle.converted(pair[1], "actions"));
      assertThat(converted.nextObservations())
          .isEqualTo(oracle.converted(pair[1], "next_observations"));
      assertThat(converted.rewards()).isEqualTo(oracle.converted(pair[1], "rewards"));
    }
  }
}
