package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomStream;
import org.spotrl.data.d4rl.BehaviorNetwork;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.policy.SquashedGaussianFormat;

class DataReplayCommandTest {

  @TempDir private Path temp;

  @BeforeAll
  static void findMujoco() {
    NeedsMujoco.check();
  }

  /** Writes data sets by their paths. */
  private Path hdf5(Map<String, Object> columns) {
    Path file = temp.resolve("made.hdf5");
    Map<String, WritableGroup> groups = new LinkedHashMap<>();
    try (WritableHdfFile out = HdfFile.write(file)) {
      columns.forEach((name, values) -> put(out, groups, name, values));
    }
    return file;
  }

  private static void put(
      WritableHdfFile out, Map<String, WritableGroup> groups, String name, Object values) {
    WritableGroup group = out;
    String path = "";
    String[] names = name.split("/", -1);
    for (int i = 0; i + 1 < names.length; i++) {
      WritableGroup parent = group;
      String child = names[i];
      path += "/" + child;
      group = groups.computeIfAbsent(path, key -> parent.putGroup(child));
    }
    group.putDataset(names[names.length - 1], values);
  }

  /** Two steps of a maze, and a network of 4 inputs, 2 hidden units in each layer, 2 outputs. */
  private static Map<String, Object> stepsWithNetwork() {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("observations", new float[][] {{1, 1, 0, 0}, {1, 1, 0, 0}});
    columns.put("actions", new float[][] {{0, 0}, {0, 0}});
    columns.put("rewards", new float[] {1, 2});
    columns.put("terminals", new byte[] {0, 0});
    columns.put("timeouts", new byte[] {0, 1});
    columns.put("metadata/policy/nonlinearity", "relu");
    columns.put("metadata/policy/output_distribution", "tanh_gaussian");
    // h0 = relu(x0 - x1 + 0.5), h1 = relu(-x0) = 0 for x0 > 0
    columns.put("metadata/policy/fc0/weight", new float[][] {{1, -1, 0, 0}, {-1, 0, 0, 0}});
    columns.put("metadata/policy/fc0/bias", new float[] {0.5f, 0});
    // g0 = relu(2 h0 + 3 h1), g1 = relu(-h0 + 1)
    columns.put("metadata/policy/fc1/weight", new float[][] {{2, 3}, {-1, 0}});
    columns.put("metadata/policy/fc1/bias", new float[] {0, 1});
    columns.put("metadata/policy/last_fc/weight", new float[][] {{1, 0}, {0, -1}});
    columns.put("metadata/policy/last_fc/bias", new float[] {0, 0.25f});
    columns.put("metadata/policy/last_fc_log_std/weight", new float[][] {{0, 0}, {0, 0}});
    columns.put("metadata/policy/last_fc_log_std/bias", new float[] {-30, -30});
    return columns;
  }

  private String collected() {
    Path file = temp.resolve("maze.hdf5");
    CommandRun run = CommandRun.of("data", "collect", file.toString(), "--steps", "3000");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return file.toString();
  }

  @Test
  void aCollectedSetFitsItsMazeAndNoOther() {
    String file = collected();

    CommandRun own = CommandRun.of("data", "replay", file, "--env", "maze2d-umaze-v1");
    CommandRun other = CommandRun.of("data", "replay", file, "--env", "maze2d-large-v1");

    assertThat(own.exitCode()).as(own.out() + own.err()).isZero();
    // Zeros for the quantiles and the maximum.
    assertThat(own.out())
        .containsPattern("next qpos +2,9\\d\\d +0 +0 +0 +0 +0\n")
        .containsPattern("next qvel +2,9\\d\\d +0 +0 +0 +0 +0\n")
        .containsPattern("reward +3,000 +0 +0 +0 +0 +0\n")
        .contains("the file fits maze2d-umaze-v1");
    // The ball passes where the large maze has a wall, and the goal is elsewhere.
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.out()).contains("do not fit maze2d-large-v1; the worst:").contains("  row ");
  }

  @Test
  void aSampleOfTheRowsIsReplayed() {
    CommandRun run =
        CommandRun.of("data", "replay", collected(), "--env", "maze2d-umaze-v1", "--rows", "100");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("100 of 3,000 rows");
  }

  @Test
  void whatAFileLacksIsExplained() {
    String file = hdf5(stepsWithNetwork()).toString();

    CommandRun states = CommandRun.of("data", "replay", file, "--env", "maze2d-umaze-v1");
    CommandRun environment = CommandRun.of("data", "replay", file);
    CommandRun unknown = CommandRun.of("data", "replay", file, "--env", "maze2d-umaze-v2");

    assertThat(states.exitCode()).isEqualTo(2);
    assertThat(states.err())
        .contains("column 'infos/qpos' is missing; column 'infos/qvel' is missing")
        .containsPattern("The file has [^.]*observations")
        .contains("env.unwrapped.data.qpos");
    assertThat(environment.err()).contains("name it: --env ID").contains("hopper-v2");
    assertThat(unknown.err()).contains("did you mean 'maze2d-umaze-v1'");
  }

  @Test
  void theMeanActionOfAStoredNetworkIsThatOfItsWeights() {
    TaskShape shape = new TaskShape(4, 2, 1.0);
    Policy policy =
        new SquashedGaussianFormat()
            .policy(
                shape,
                BehaviorNetwork.SETTINGS,
                BehaviorNetwork.read(hdf5(stepsWithNetwork()), shape));

    // h = (relu(0.75 - 0.5 + 0.5), 0) = (0.75, 0), g = (1.5, 0.25), mean (1.5, 0.25 - 0.25).
    double[] action =
        policy.start(RandomStream.of(0, "test").at(0)).act(new double[] {0.75, 0.5, 9, 9});

    // The log standard deviation of -30 is clipped to -20: draws change the action by 1e-8.
    assertThat(action[0]).isCloseTo(Math.tanh(1.5), within(1e-6));
    assertThat(action[1]).isCloseTo(0, within(1e-6));
  }

  @Test
  void theReturnsOfAStoredPolicyStandBesideThoseOfTheFile() {
    CommandRun run =
        CommandRun.of(
            "data",
            "replay-policy",
            hdf5(stepsWithNetwork()).toString(),
            "--env",
            "maze2d-umaze-v1",
            "--episodes",
            "3");

    assertThat(run.exitCode()).as(run.err()).isZero();
    // One episode of 1 + 2; score 100 (3 - 23.85) / (161.86 - 23.85) = -15.1.
    assertThat(run.out())
        .containsPattern("in the file +1 +3.00 +0.00 +-15.1")
        .containsPattern("policy in maze2d-umaze-v1 +3 +\\d+.\\d\\d")
        .contains("difference of the means");
  }

  @Test
  void everyFaultOfAStoredNetworkIsNamed() {
    Map<String, Object> columns = stepsWithNetwork();
    columns.put("metadata/policy/nonlinearity", "tanh");
    columns.remove("metadata/policy/output_distribution");
    columns.remove("metadata/policy/fc0/weight");
    columns.put("metadata/policy/last_fc/weight", new float[][] {{1, 0, 0}, {0, -1, 0}});

    CommandRun run =
        CommandRun.of(
            "data", "replay-policy", hdf5(columns).toString(), "--env", "maze2d-umaze-v1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("metadata/policy/nonlinearity is 'tanh', only 'relu' can be run")
        .contains("metadata/policy/output_distribution is missing, only 'tanh_gaussian'")
        .contains("metadata/policy/fc0/weight is missing")
        .contains("metadata/policy/last_fc/weight has shape [2, 3], not [2, 2]");
  }

  @Test
  void aFileWithoutAPolicyIsRefused() {
    CommandRun run =
        CommandRun.of("data", "replay-policy", collected(), "--env", "maze2d-umaze-v1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("stores no policy").contains("medium and expert files");
  }

  @Test
  void theReturnsOfAFileAreDrawn() throws IOException {
    Path picture = temp.resolve("returns.png");
    String file = collected();

    CommandRun run = CommandRun.of("data", "info", file, "--picture", picture.toString());
    CommandRun again = CommandRun.of("data", "info", file, "--picture", picture.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(640);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("exists");
  }
}
