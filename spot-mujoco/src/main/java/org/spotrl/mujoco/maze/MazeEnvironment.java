package org.spotrl.mujoco.maze;

import java.util.OptionalDouble;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;
import org.spotrl.mujoco.env.MujocoEnvironment;

/**
 * D4RL's point maze, version 1, with a fixed goal. Observations are {@code [x, y, vx, vy]}. An
 * episode ends only at its time limit; with the sparse reward the return is the number of steps at
 * the goal.
 */
public final class MazeEnvironment extends MujocoEnvironment {

  private final MazeTask task;

  /** An environment of a task on a compiled {@link #modelText(MazeMap)}. */
  public MazeEnvironment(MazeTask task, MujocoModel model) {
    super(task.specification(), model);
    this.task = task;
  }

  /** The model of a maze in MuJoCo's XML format. */
  public static String modelText(MazeMap map) {
    return MazeModel.text(map).xml();
  }

  @Override
  protected void start(MujocoData data, RandomSequence random) {
    MazePhysics.start(task.map(), data, random);
  }

  @Override
  protected Outcome advance(MujocoData data, double[] action) {
    MazePhysics.advance(data, action);
    return new Outcome(reward(data.position(0), data.position(1)), false);
  }

  @Override
  public OptionalDouble rewardAt(double[] observation) {
    return OptionalDouble.of(reward(observation[0], observation[1]));
  }

  private double reward(double x, double y) {
    return task.reward().at(x, y, task.map().goal());
  }

  @Override
  protected double[] observe(MujocoData data) {
    return MazePhysics.state(data);
  }
}
