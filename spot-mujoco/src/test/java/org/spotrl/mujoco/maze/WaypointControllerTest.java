package org.spotrl.mujoco.maze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.env.Environment;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.statistics.RunningStatistics;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.MujocoSuite;

class WaypointControllerTest {

  private static final RandomStream RANDOM = RandomStream.of(0, "controller-test");

  /**
   * D4RL's controller with a new plan for each episode: 222.6, 421.1 and 565.5. The bounds are four
   * standard errors of the 150 episodes here.
   */
  @ParameterizedTest
  @CsvSource({"maze2d-umaze-v1, 222.6", "maze2d-medium-v1, 421.1", "maze2d-large-v1, 565.5"})
  void withAPlanForEachEpisodeItHasTheReturnOfD4rlsController(String id, double mean) {
    RunningStatistics returns = returns(id, 150, 1);

    assertThat(returns.mean())
        .as("spread %s", returns.std())
        .isCloseTo(mean, within(4 * returns.std() / Math.sqrt(150)));
  }

  /**
   * D4RL's own script keeps one controller, which plans once: 172.5 over 40 controllers of 100
   * episodes, with a standard deviation of 10.6 between controllers; so the mean of four has a
   * standard error of 5.6.
   */
  @Test
  void withOnePlanItHasTheReturnOfD4rlsController() {
    RunningStatistics returns = returns("maze2d-umaze-v1", 4, 100);

    assertThat(returns.mean()).isCloseTo(172.5, within(4 * 10.6 * Math.sqrt(1.0 / 4 + 1.0 / 40)));
  }

  private static RunningStatistics returns(String id, int controllers, int episodes) {
    MujocoSuite suite = MujocoForTests.suite();
    MazeTask task = MazeTask.of(id);
    double[] goal = {task.map().goal().x(), task.map().goal().y()};
    RunningStatistics returns = new RunningStatistics();
    try (Environment maze = suite.create(id)) {
      for (int c = 0; c < controllers; c++) {
        WaypointController controller =
            new WaypointController(task.map(), RANDOM.child("waypoints").at(c));
        for (int episode = 0; episode < episodes; episode++) {
          double[] state = maze.reset(RANDOM.child("episodes").at(c * episodes + episode));
          double sum = 0;
          StepResult step;
          do {
            step = maze.step(controller.decide(state, goal).action());
            state = step.observation();
            sum += step.reward();
          } while (!step.done());
          returns.add(sum);
        }
      }
    }
    return returns;
  }

  @Test
  void itSteersByPositionAndVelocity() {
    WaypointController controller =
        new WaypointController(MazeMap.UMAZE, RandomStream.of(0, "test").at(0));

    WaypointController.Decision decision =
        controller.decide(new double[] {1.05, 1.02, 0.2, -0.1}, new double[] {1.02, 0.97});

    // Start and goal share the cell (1, 1): 10 (1 - 1.05) - 0.2 and 10 (1 - 1.02) + 0.1.
    assertThat(decision.action()[0]).isCloseTo(-0.7, within(1e-12));
    assertThat(decision.action()[1]).isCloseTo(-0.1, within(1e-12));
    assertThat(decision.arrived()).isTrue();
  }

  @Test
  void itHasNotArrivedWhileItMovesFast() {
    WaypointController controller =
        new WaypointController(MazeMap.UMAZE, RandomStream.of(0, "test").at(0));
    double[] goal = {1, 1};
    controller.decide(new double[] {1.15, 1, 0, 0}, goal);

    // 0.14 from the last position: more than 0.1 in one step.
    assertThat(controller.decide(new double[] {1.01, 1, 0, 0}, goal).arrived()).isFalse();
    assertThat(controller.decide(new double[] {1.01, 1, 0, 0}, goal).arrived()).isTrue();
  }

  @Test
  void actionsStayWithinTheBounds() {
    WaypointController controller =
        new WaypointController(MazeMap.UMAZE, RandomStream.of(0, "test").at(0));

    double[] action = controller.decide(new double[] {3, 1, 5, 5}, new double[] {1, 1}).action();

    assertThat(action[0]).isEqualTo(-1.0);
    assertThat(action[1]).isBetween(-1.0, 1.0);
  }
}
