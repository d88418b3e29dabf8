package org.spotrl.mujoco.maze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.ReferenceSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

class MazeEnvironmentTest {

  private static final RandomStream RANDOM = RandomStream.of(0, "maze-test");

  private final MujocoSuite suite = MujocoForTests.suite();

  /**
   * These bits come from the models of D4RL's code in the Python package mujoco 3.3.7 with the same
   * controls. Each control is held for 25 steps, so that between a third and two fifths of the
   * steps touch a wall.
   */
  @ParameterizedTest
  @CsvSource({
    "UMAZE, 8eaeccc8c9c134cf, c1bb8f115b99693e",
    "MEDIUM, 9bda6e5062670075, bc43a9c7ffcf2f50",
    "LARGE, 987c192a6e7fd05f, 8f07097b24f4bc2b"
  })
  void everyBitOfTwoThousandStepsIsThatOfD4rlsModel(
      MazeMap map, String after100, String after2000) {
    MujocoForTests.reference();
    ReferenceSequence sequence = new ReferenceSequence();
    try (MujocoData data = suite.mazeModel(map).newData()) {
      data.setPosition(0, map.goal().x());
      data.setPosition(1, map.goal().y());
      data.forward();
      double[] action = new double[2];
      for (int step = 1; step <= 2000; step++) {
        if (step % 25 == 1) {
          action = new double[] {sequence.nextControl(), sequence.nextControl()};
        }
        MazePhysics.advance(data, action);
        for (double number : MazePhysics.state(data)) {
          sequence.add(number);
        }
        if (step == 100) {
          assertThat(sequence.hash()).isEqualTo(after100);
        }
      }
    }
    assertThat(sequence.hash()).isEqualTo(after2000);
  }

  @ParameterizedTest
  @CsvSource({"UMAZE, 7, 300", "MEDIUM, 26, 600", "LARGE, 46, 800"})
  void eachMapHasItsCellsAndHorizon(MazeMap map, int cells, int horizon) {
    assertThat(map.openCells()).hasSize(cells).endsWith(map.goal());
    assertThat(map.horizon()).isEqualTo(horizon);
    MujocoModel model = suite.mazeModel(map);
    assertThat(model.positions()).isEqualTo(2);
    assertThat(model.velocities()).isEqualTo(2);
    assertThat(model.controls()).isEqualTo(2);
    // A ball of radius 0.1 and density 1000.
    assertThat(model.bodyMasses()[1]).isCloseTo(4.0 / 3 * Math.PI, within(1e-12));
  }

  @Test
  void pressedIntoACornerTheBallRestsWhereTheReferenceDoes() {
    MujocoForTests.reference();

    // The same to the last bit in Python; 0.401498 on MuJoCo 2.2.2, whose box contacts differ.
    assertThat(pushed(-1, -1)).containsExactly(0.4013721268520909, 0.4013721268520909);
  }

  /** Wall 0 ends at 1.5 in the world, the ball has radius 0.1 and its frame starts at 1.2. */
  @Test
  void wallsAreAFifthOfACellOffTheCells() {
    double[] low = pushed(-1, 0);
    double[] high = pushed(1, 0);

    assertThat(low[0]).isCloseTo(1.5 + 0.1 - 1.2, within(0.005));
    // Row 1 of the U is open up to cell 3, whose far wall starts at 4.5.
    assertThat(high[0]).isLessThan(4.5 - 0.1 - 1.2 + 0.005);
    assertThat(pushed(0, 1)[1]).isCloseTo(4.5 - 0.1 - 1.2, within(0.005));
  }

  @Test
  void anEpisodeStartsInAnOpenCellAlmostAtRest() {
    try (Environment maze = suite.create("maze2d-umaze-v1")) {
      for (int episode = 0; episode < 200; episode++) {
        double[] state = maze.reset(RANDOM.at(episode));
        int x = (int) Math.rint(state[0]);
        int y = (int) Math.rint(state[1]);

        assertThat(MazeMap.UMAZE.wall(x, y)).isFalse();
        assertThat(Math.max(Math.abs(state[0] - x), Math.abs(state[1] - y))).isLessThan(0.1);
        assertThat(Math.hypot(state[2], state[3])).isLessThan(0.6);
      }
    }
  }

  @Test
  void theSparseRewardIsOneWithinHalfACellOfTheGoal() {
    MazeReward reward = MazeReward.SPARSE;
    MazeMap.Cell goal = MazeMap.UMAZE.goal();

    assertThat(reward.at(1.0, 1.0, goal)).isEqualTo(1.0);
    assertThat(reward.at(1.3, 1.4, goal)).isEqualTo(1.0);
    assertThat(reward.at(1.3, 1.41, goal)).isZero();
  }

  @Test
  void theDenseRewardFallsWithTheDistance() {
    assertThat(MazeReward.DENSE.at(4.0, 5.0, MazeMap.UMAZE.goal())).isEqualTo(StrictMath.exp(-5));
  }

  @Test
  void bothRewardsAreForTheStateAfterTheStep() {
    try (Environment sparse = suite.create("maze2d-umaze-v1");
        Environment dense = suite.create("maze2d-umaze-dense-v1")) {
      sparse.reset(RANDOM.at(7));
      dense.reset(RANDOM.at(7));
      for (int i = 0; i < 100; i++) {
        double[] action = {-0.7, -0.9};
        StepResult s = sparse.step(action);
        StepResult d = dense.step(action);

        assertThat(s.observation()).isEqualTo(d.observation());
        double distance = Math.hypot(s.observation()[0] - 1, s.observation()[1] - 1);
        assertThat(s.reward()).isEqualTo(distance <= 0.5 ? 1.0 : 0.0);
        // hypot and sqrt of the sum may differ in the last bit.
        assertThat(d.reward()).isCloseTo(Math.exp(-distance), within(1e-14));
      }
    }
  }

  @Test
  void anEpisodeEndsAtItsTimeLimitAndNeverBefore() {
    try (Environment maze = suite.create("maze2d-umaze-v1")) {
      maze.reset(RANDOM.at(0));
      for (int step = 1; step < 300; step++) {
        assertThat(maze.step(new double[] {-1, -1}).done()).isFalse();
      }
      StepResult last = maze.step(new double[] {-1, -1});

      assertThat(last.timeout()).isTrue();
      assertThat(last.terminal()).isFalse();
      assertThatThrownBy(() -> maze.step(new double[2])).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void theVelocityIsClippedBeforeEachStep() {
    try (MujocoData data = suite.mazeModel(MazeMap.UMAZE).newData()) {
      data.setPosition(0, 1);
      data.setPosition(1, 1);
      data.setVelocity(1, 1000);
      MazePhysics.advance(data, new double[2]);

      // From the limit of 5, damping 1 acts on 4.19 kg for 0.01 s.
      assertThat(data.velocity(1)).isBetween(4.98, 5.0);
    }
  }

  @Test
  void aNaNInAnActionIsRefusedWithItsStepAndDimension() {
    try (Environment maze = suite.create("maze2d-umaze-v1")) {
      maze.reset(RANDOM.at(0));

      assertThatThrownBy(() -> maze.step(new double[] {Double.NaN, 0}))
          .isInstanceOf(SpotRunException.class)
          .hasMessageContaining("the action of maze2d-umaze-v1 at step 1 is NaN in dimension 0")
          .hasMessageContaining("[-1.0, 1.0]");
    }
  }

  @Test
  void anActionOfTheWrongLengthIsRefused() {
    try (Environment maze = suite.create("maze2d-umaze-v1")) {
      maze.reset(RANDOM.at(0));

      assertThatThrownBy(() -> maze.step(new double[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must have 2 numbers, not 3");
    }
  }

  /** The resting position of the ball under a constant push from the goal cell of the U-maze. */
  private double[] pushed(double x, double y) {
    try (MujocoData data = suite.mazeModel(MazeMap.UMAZE).newData()) {
      data.setPosition(0, 1);
      data.setPosition(1, 1);
      data.forward();
      for (int i = 0; i < 1000; i++) {
        MazePhysics.advance(data, new double[] {x, y});
      }
      return new double[] {data.position(0), data.position(1)};
    }
  }
}
