package org.spotrl.mujoco.maze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.MujocoSuite;
import org.spotrl.mujoco.ReferenceSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

class AntMazeEnvironmentTest {

  private static final RandomStream RANDOM = RandomStream.of(0, "ant-maze-test");

  private final MujocoSuite suite = MujocoForTests.suite();

  @ParameterizedTest
  @CsvSource({
    "antmaze-umaze-v2, 700",
    "antmaze-umaze-diverse-v2, 700",
    "antmaze-medium-play-v2, 1000",
    "antmaze-medium-diverse-v2, 1000",
    "antmaze-large-play-v2, 1000",
    "antmaze-large-diverse-v2, 1000"
  })
  void eachIdOfD4rlHasItsHorizonAndTheSuccessRateAsScore(String id, int horizon) {
    EnvironmentSpec specification = suite.specification(id);

    assertThat(specification.observationDim()).isEqualTo(29);
    assertThat(specification.actionDim()).isEqualTo(8);
    assertThat(specification.maxEpisodeSteps()).isEqualTo(horizon);
    assertThat(specification.referenceScores().normalized(0.25)).isEqualTo(25);
  }

  /**
   * States of 500 steps of D4RL's ant in D4RL's mazes, with the older inertia of capsules, by
   * another program in the Python package mujoco 3.3.7. Each control is held for 5 steps. The ant
   * starts 1 m from a wall near the goal; 10 to 14 of the steps touch a wall.
   */
  @ParameterizedTest
  @CsvSource({
    "UMAZE, 0, 8, 4ca61fa9f5d6d129, e1be2b7537822e9e",
    "MEDIUM, 20, 20, eaa12c411912ae08, 6c72a1a71fe8e3e5",
    "LARGE, 32, 24, 4fb743bb724cf7e0, 7df52fc8a7d2f462"
  })
  void everyBitOfFiveHundredStepsIsThatOfD4rlsModel(
      MazeMap map, double goalX, double goalY, String after100, String after500) {
    ReferenceSequence sequence = new ReferenceSequence();
    try (MujocoModel model = MujocoForTests.reference().compile(AntMazeTask.modelText(map));
        MujocoData data = model.newData()) {
      data.setPosition(0, goalX);
      data.setPosition(1, goalY + 1.0);
      data.forward();
      double[] torques = new double[8];
      for (int step = 1; step <= 500; step++) {
        if (step % 5 == 1) {
          Arrays.setAll(torques, i -> 30 * sequence.nextControl());
        }
        for (int i = 0; i < torques.length; i++) {
          data.setControl(i, torques[i]);
        }
        data.step(5);
        for (int i = 0; i < 15; i++) {
          sequence.add(data.position(i));
        }
        for (int i = 0; i < 14; i++) {
          sequence.add(data.velocity(i));
        }
        if (step == 100) {
          assertThat(sequence.hash()).isEqualTo(after100);
        }
      }
    }
    assertThat(sequence.hash()).isEqualTo(after500);
  }

  @Test
  void theStepIsATenthOfASecondAndTheActionThirtyTimesItsTorque() {
    try (MujocoModel model =
            MujocoForTests.runtime().compile(AntMazeTask.modelText(MazeMap.UMAZE));
        MujocoData data = model.newData();
        Environment maze = suite.create("antmaze-umaze-v2")) {
      RandomSequence same = RANDOM.at(1);
      double[] observation = maze.reset(RANDOM.at(1));
      for (int i = 0; i < 4; i++) {
        same.nextDouble(); // the goal
      }
      for (int i = 0; i < 15; i++) {
        data.setPosition(i, model.initialPosition()[i] + same.nextUniform(-0.1, 0.1));
        assertThat(data.position(i)).isEqualTo(observation[i]);
      }
      for (int i = 0; i < 14; i++) {
        data.setVelocity(i, 0.1 * same.nextGaussian());
        assertThat(data.velocity(i)).isEqualTo(observation[15 + i]);
      }
      data.forward();
      double[] action = {0.5, -0.25, 1, -1, 0, 0.125, 0.75, -0.5};
      for (int i = 0; i < 8; i++) {
        data.setControl(i, 30 * action[i]); // exact for these numbers
      }
      data.step(5);
      StepResult step = maze.step(action);

      assertThat(data.time()).isCloseTo(0.1, within(1e-12));
      for (int i = 0; i < 15; i++) {
        assertThat(step.observation()[i]).isEqualTo(data.position(i));
      }
      assertThat(step.reward()).isZero();
      assertThat(step.done()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"UMAZE, 0, 8", "MEDIUM, 20, 20", "LARGE, 32, 24"})
  void goalsAreDrawnBesideTheCentreOfTheGoalCell(MazeMap map, double x, double y) {
    AntMazeTask task =
        AntMazeTask.ALL.stream().filter(t -> t.map() == map).findFirst().orElseThrow();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    double sum = 0;
    for (int episode = 0; episode < 1000; episode++) {
      double[] goal = task.drawGoal(RANDOM.child("goals").at(episode));
      for (double offset : new double[] {goal[0] - x, goal[1] - y}) {
        least = Math.min(least, offset);
        most = Math.max(most, offset);
        sum += offset;
      }
    }

    // U(0, 1) + U(0, 0.5): mean 0.75, standard deviation 0.32; 2,000 draws.
    assertThat(least).isBetween(0.0, 0.1);
    assertThat(most).isBetween(1.4, 1.5);
    assertThat(sum / 2000).isCloseTo(0.75, within(4 * 0.32 / Math.sqrt(2000)));
  }

  /** The ant's start is 8 m from the U-maze's goal: it is carried there. */
  @Test
  void anEpisodeEndsWithRewardOneWithinHalfAMetreOfTheGoal() {
    AntMazeTask task = AntMazeTask.ALL.get(0);
    try (MujocoModel model = MujocoForTests.runtime().compile(AntMazeTask.modelText(task.map()));
        CarriedAnt ant = new CarriedAnt(task, model)) {
      double[] goal = task.drawGoal(RANDOM.at(3));
      for (double distance : new double[] {0.3, 0.7}) {
        ant.distance = distance;
        ant.reset(RANDOM.at(3));
        StepResult step = ant.step(new double[8]);

        double left = Math.hypot(step.observation()[0] - goal[0], step.observation()[1] - goal[1]);
        // At rest in the air the ant falls straight down.
        assertThat(left).isCloseTo(distance, within(0.05));
        assertThat(step.reward()).isEqualTo(distance < 0.5 ? 1 : 0);
        assertThat(step.terminal()).isEqualTo(distance < 0.5);
        assertThat(step.timeout()).isFalse();
      }
    }
  }

  @Test
  void aFallDoesNotEndAnEpisode() {
    try (Environment maze = suite.create("antmaze-umaze-v2")) {
      maze.reset(RANDOM.at(0));
      for (int step = 1; step < 700; step++) {
        assertThat(maze.step(new double[] {1, 1, -1, 1, 1, -1, -1, -1}).done()).isFalse();
      }
      StepResult last = maze.step(new double[8]);

      assertThat(last.timeout()).isTrue();
      assertThat(last.terminal()).isFalse();
    }
  }

  /** Starts at rest, upright, at a distance from the goal along x. */
  private static final class CarriedAnt extends AntMazeEnvironment {

    private final AntMazeTask task;
    private double distance;

    CarriedAnt(AntMazeTask task, MujocoModel model) {
      super(task, model);
      this.task = task;
    }

    @Override
    protected void start(MujocoData data, RandomSequence random) {
      double[] goal = task.drawGoal(RANDOM.at(3));
      super.start(data, RANDOM.at(3));
      data.reset();
      data.setPosition(0, goal[0] + distance);
      data.setPosition(1, goal[1]);
    }
  }
}
