package org.spotrl.mujoco.maze;

import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;
import org.spotrl.mujoco.env.MujocoEnvironment;
import org.spotrl.mujoco.env.StartNoise;
import org.spotrl.mujoco.locomotion.AntModel;

/**
 * D4RL's ant maze, version 2: walk from the start to a goal that is drawn at each reset and not
 * observed.
 *
 * <p>Observations are 15 positions, the first two on the ground, and 14 velocities. The episode
 * ends with reward 1 within 0.5 m of the goal; all other rewards are 0, and a fall does not end it.
 */
public class AntMazeEnvironment extends MujocoEnvironment {

  static final int POSITIONS = 15;
  static final int VELOCITIES = 14;
  static final int OBSERVATION = POSITIONS + VELOCITIES;
  static final int MOTORS = 8;

  private static final StartNoise START = new StartNoise(0.1, true);
  private static final int FRAME_SKIP = 5;

  private final AntMazeTask task;
  private final MujocoModel model;
  private double[] goal = new double[2];

  /** An environment of a task on a compiled {@link AntMazeTask#modelText(MazeMap)}. */
  public AntMazeEnvironment(AntMazeTask task, MujocoModel model) {
    super(task.specification(), model);
    this.task = task;
    this.model = model;
  }

  /** Sets the goal until the next reset, instead of the one that was drawn. */
  public void setGoal(double x, double y) {
    goal = new double[] {x, y};
  }

  @Override
  protected void start(MujocoData data, RandomSequence random) {
    goal = task.drawGoal(random);
    START.apply(model, data, random);
  }

  @Override
  protected final Outcome advance(MujocoData data, double[] action) {
    for (int i = 0; i < action.length; i++) {
      data.setControl(i, torque(action[i]));
    }
    data.step(FRAME_SKIP);
    double reward = MazeReward.SPARSE.at(data.position(0), data.position(1), goal[0], goal[1]);
    return new Outcome(reward, reward > 0);
  }

  @Override
  protected final double[] observe(MujocoData data) {
    double[] observation = new double[OBSERVATION];
    for (int i = 0; i < POSITIONS; i++) {
      observation[i] = data.position(i);
    }
    for (int i = 0; i < VELOCITIES; i++) {
      observation[POSITIONS + i] = data.velocity(i);
    }
    return observation;
  }

  /** An action in [-1, 1] in Nm, with D4RL's rounding. */
  private static double torque(double action) {
    return -AntModel.MAZE_TORQUE + (action + 1.0) * 0.5 * (2 * AntModel.MAZE_TORQUE);
  }
}
