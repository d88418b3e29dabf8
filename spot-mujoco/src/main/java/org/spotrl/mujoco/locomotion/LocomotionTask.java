package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.mujoco.mjcf.CapsuleInertia;

/**
 * One of Gym's locomotion environments: a robot and its physics.
 *
 * <p>Version 2 has the physics of D4RL's data, MuJoCo 2.0, in which capsules weigh up to 7 % less.
 * Version 4 has that of Gymnasium's version 4.
 *
 * @param robot the robot with its rules
 * @param inertia the physics
 * @param specification name, limits and D4RL's reference scores
 */
public record LocomotionTask(Robot robot, CapsuleInertia inertia, EnvironmentSpec specification) {

  private static final int STEPS = 1000;

  /**
   * All tasks, those with D4RL's physics first. Ant version 2 observes 84 contact forces more than
   * version 4; all are 0, as in D4RL's data, because MuJoCo 2.0 did not compute them for Gym.
   */
  public static final List<LocomotionTask> ALL =
      List.of(
          d4rl(Robot.HALF_CHEETAH, "halfcheetah-v2", 17, 6),
          d4rl(Robot.HOPPER, "hopper-v2", 11, 3),
          d4rl(Robot.WALKER2D, "walker2d-v2", 17, 6),
          d4rl(Robot.ANT, "ant-v2", 111, 8),
          gymnasium(Robot.HALF_CHEETAH, "halfcheetah-v4", 17, 6),
          gymnasium(Robot.HOPPER, "hopper-v4", 11, 3),
          gymnasium(Robot.WALKER2D, "walker2d-v4", 17, 6),
          gymnasium(Robot.ANT, "ant-v4", 27, 8));

  /** The environment's id, for example {@code hopper-v2}. */
  public String id() {
    return specification.id();
  }

  /** The model in MuJoCo's XML format. */
  public String modelText() {
    return robot.model().xml(inertia);
  }

  /** Height, speed and joint angles of the robot over time. */
  public EpisodeView episodeView() {
    double secondsPerStep = robot.model().timestep() * robot.rules().frameSkip();
    return new EpisodeView.OverTime(secondsPerStep, RobotPanels.of(robot));
  }

  private static LocomotionTask d4rl(Robot robot, String id, int observationDim, int actionDim) {
    return task(robot, CapsuleInertia.CYLINDER, id, observationDim, actionDim);
  }

  private static LocomotionTask gymnasium(
      Robot robot, String id, int observationDim, int actionDim) {
    return task(robot, CapsuleInertia.EXACT, id, observationDim, actionDim);
  }

  private static LocomotionTask task(
      Robot robot, CapsuleInertia inertia, String id, int observationDim, int actionDim) {
    return new LocomotionTask(
        robot,
        inertia,
        new EnvironmentSpec(id, observationDim, actionDim, 1.0, STEPS, robot.referenceScores()));
  }
}
