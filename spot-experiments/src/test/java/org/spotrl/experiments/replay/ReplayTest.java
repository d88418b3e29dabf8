package org.spotrl.experiments.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.data.format.RecordedStates;
import org.spotrl.experiments.run.StopSignal;
import org.spotrl.experiments.wiring.NeedsMujoco;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.library.MujocoSettings;

class ReplayTest {

  /** MuJoCo's solver begins at its last solution, which a file does not have: at most 1e-12. */
  private static final double SOLVER = 1e-9;

  private static final int ROWS = 200;

  @BeforeAll
  static void findMujoco() {
    NeedsMujoco.check();
  }

  private final MujocoSuite suite = new MujocoSuite(MujocoSettings.STANDARD);

  @TempDir private Path temp;

  private Path file() {
    return temp.resolve("steps.hdf5");
  }

  private SimulatedFiles steps(String id) {
    return new SimulatedFiles(suite, id, ROWS);
  }

  private ReplayReport replay(Path file, String id, ReplayOptions options) {
    RecordedStates states = RecordedStates.read(file, suite.specification(id).maxEpisodeSteps());
    return new Replay(suite, id, states, options).run(ProgressListener.NONE, new StopSignal());
  }

  private ReplayReport replay(Path file, String id) {
    return replay(file, id, new ReplayOptions(SOLVER, 0, 0, List.of(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hopper-v2",
        "halfcheetah-v2",
        "walker2d-v2",
        "ant-v2",
        "hopper-v4",
        "halfcheetah-v4",
        "walker2d-v4",
        "ant-v4",
        "antmaze-umaze-v2",
        "antmaze-medium-play-v2",
        "antmaze-large-diverse-v2",
        "maze2d-umaze-v1",
        "maze2d-medium-v1",
        "maze2d-large-dense-v1"
      })
  void ourOwnStepsDoNotDifferInAnyOrder(String id) {
    SimulatedFiles steps = steps(id);

    ReplayReport inOrder = replay(steps.inOrder(file()), id);
    ReplayReport shuffled = replay(steps.shuffled(temp.resolve("shuffled.hdf5")), id);

    assertThat(inOrder.worst()).isEmpty();
    assertThat(inOrder.misfits()).isZero();
    assertThat(shuffled.worst()).isEmpty();
    assertThat(shuffled.misfits()).isZero();
    for (ReplayReport report : List.of(inOrder, shuffled)) {
      assertThat(report.rows()).isEqualTo(ROWS);
      assertThat(report.differences())
          .containsKeys(Quantity.POSITION, Quantity.VELOCITY, Quantity.TERMINAL);
    }
    // With the next states, also the last step of an episode is compared.
    assertThat(shuffled.differences().get(Quantity.POSITION)).hasSize(ROWS);
    assertThat(inOrder.differences().get(Quantity.POSITION)).hasSizeLessThan(ROWS);
    assertThat(inOrder.differences().get(Quantity.REWARD)).hasSize(inOrderRewards(id, inOrder));
  }

  /** D4RL's last reward of an ant maze's episode is not compared. */
  private static int inOrderRewards(String id, ReplayReport report) {
    return id.startsWith("antmaze")
        ? report.differences().getOrDefault(Quantity.TERMINAL, new double[0]).length
        : ROWS;
  }

  /** Ant's reward is measured one physics step behind the state. */
  @Test
  void antsRewardsAreComparedWhereTheStepBeforeIsKnown() {
    ReplayReport shuffled = replay(steps("ant-v4").shuffled(file()), "ant-v4");

    assertThat(shuffled.differences()).doesNotContainKey(Quantity.REWARD);
    assertThat(shuffled.notes()).anyMatch(note -> note.contains("200 rows are not compared"));
  }

  @Test
  void aTamperedRowIsFound() {
    SimulatedFiles steps =
        steps("walker2d-v2").add(17, "infos/qvel", 3, 0.5).add(90, "rewards", 0, -0.25);

    ReplayReport report = replay(steps.inOrder(file()), "walker2d-v2");

    // Row 16 leads to the changed state, row 17 starts from it.
    assertThat(report.worst()).extracting(Difference::row).containsExactlyInAnyOrder(16, 17, 90);
    assertThat(report.misfits()).isEqualTo(3);
    Difference before =
        report.worst().stream().filter(d -> d.row() == 16).findFirst().orElseThrow();
    assertThat(before.quantity()).isEqualTo(Quantity.VELOCITY);
    assertThat(before.dimension()).isEqualTo(3);
    assertThat(before.recorded() - before.simulated()).isCloseTo(0.5, within(SOLVER));
    Difference reward =
        report.worst().stream().filter(d -> d.row() == 90).findFirst().orElseThrow();
    assertThat(reward.quantity()).isEqualTo(Quantity.REWARD);
    // The file has the reward in float32, to about 1e-7.
    assertThat(reward.recorded() - reward.simulated()).isCloseTo(-0.25, within(1e-6));
    assertThat(reward.text()).startsWith("row 90: reward is");
  }

  @Test
  void aTamperedTerminalIsFound() {
    ReplayReport report =
        replay(steps("hopper-v4").add(5, "terminals", 0, 1).inOrder(file()), "hopper-v4");

    assertThat(report.worst())
        .singleElement()
        .isEqualTo(new Difference(5, Quantity.TERMINAL, 0, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hopper", "halfcheetah", "walker2d"})
  void theOtherPhysicsIsFound(String robot) {
    Path file = steps(robot + "-v2").rounded().inOrder(file());

    ReplayReport fits = replay(file, robot + "-v2", ReplayOptions.DEFAULTS);
    ReplayReport other = replay(file, robot + "-v4", ReplayOptions.DEFAULTS);

    assertThat(fits.worst()).isEmpty();
    assertThat(other.misfits()).isGreaterThan(ROWS / 2);
  }

  @Test
  void theOtherPhysicsOfTheAntHasAnotherObservation() {
    Path file = steps("ant-v2").inOrder(file());

    assertThatThrownBy(() -> replay(file, "ant-v4"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("observations has rows of 111 numbers, not 27");
  }

  @Test
  void statesAfterTheActionAreRecognised() {
    ReplayReport report =
        replay(steps("antmaze-umaze-v2").statesAfterTheAction(file()), "antmaze-umaze-v2");

    assertThat(report.misfits()).isZero();
    assertThat(report.notes()).anyMatch(note -> note.contains("after each action"));
    // The first row of each of the episodes has no state before it.
    assertThat(report.rows()).isBetween(ROWS / 2, ROWS - 1);
    assertThat(report.differences().get(Quantity.POSITION)).hasSize(report.rows());
  }

  @Test
  void rewardsOfAnotherGoalAreNotComparedUntilItIsGiven() {
    Path file = steps("antmaze-umaze-v2").inOrder(file());

    ReplayReport unknown =
        replay(file, "antmaze-umaze-v2", new ReplayOptions(SOLVER, 0, 0, List.of(), false));
    ReplayReport wrong =
        replay(file, "antmaze-umaze-v2", new ReplayOptions(SOLVER, 0, 0, List.of(9.0, 9.0), false));

    assertThat(unknown.misfits()).isZero();
    assertThat(unknown.differences()).doesNotContainKeys(Quantity.REWARD, Quantity.TERMINAL);
    assertThat(unknown.notes()).anyMatch(note -> note.contains("--goal"));
    assertThat(wrong.above(Quantity.REWARD, 0.5)).isPositive();
  }

  @Test
  void aSampleHasTheRowsOfItsSeed() {
    Path file = steps("maze2d-umaze-v1").add(40, "infos/qpos", 0, 0.5).inOrder(file());
    List<Integer> found = new ArrayList<>();
    for (long seed = 0; seed < 20; seed++) {
      ReplayOptions options = new ReplayOptions(SOLVER, 50, seed, List.of(), true);
      ReplayReport report = replay(file, "maze2d-umaze-v1", options);
      assertThat(report.rows()).isEqualTo(50);
      assertThat(replay(file, "maze2d-umaze-v1", options).worst()).isEqualTo(report.worst());
      report.worst().stream().map(Difference::row).forEach(found::add);
    }

    // A quarter of the rows: 20 samples miss row 40 with probability 0.75^20 = 0.003.
    assertThat(found).contains(40);
  }

  @Test
  void anUnstableStepIsADifferenceAndNotAnError() {
    Path file = steps("hopper-v2").add(3, "infos/qvel", 0, 1e12).shuffled(file());

    ReplayReport report = replay(file, "hopper-v2");

    assertThat(report.misfits()).isEqualTo(1);
    assertThat(report.worst().get(0).size()).isInfinite();
    assertThat(report.worst().get(0).text()).contains("unstable");
  }
}
