package org.spotrl.mujoco.maze;

import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;

/** Start and motion of the ball, shared by the environment and the data collection. */
final class MazePhysics {

  /** Size of a state: x, y and their velocities. */
  static final int STATE = 4;

  /** Number of axes, and of motors. */
  static final int AXES = 2;

  private static final double START_NOISE = 0.1;
  private static final double START_SPEED = 0.1;
  private static final double MAX_SPEED = 5.0;

  private MazePhysics() {}

  /** Places the ball near the centre of a random open cell, almost at rest. */
  static void start(MazeMap map, MujocoData data, RandomSequence random) {
    double[] place = placeNearCell(map, random);
    for (int i = 0; i < AXES; i++) {
      data.setPosition(i, place[i]);
    }
    for (int i = 0; i < AXES; i++) {
      data.setVelocity(i, START_SPEED * random.nextGaussian());
    }
  }

  /** A random point within 0.1 of the centre of a random open cell on each axis. */
  static double[] placeNearCell(MazeMap map, RandomSequence random) {
    MazeMap.Cell cell = map.openCells().get(random.nextInt(map.openCells().size()));
    return new double[] {
      cell.x() + random.nextUniform(-START_NOISE, START_NOISE),
      cell.y() + random.nextUniform(-START_NOISE, START_NOISE)
    };
  }

  /** Simulates one step; first clips the velocity and recomputes what depends on it. */
  static void advance(MujocoData data, double[] action) {
    for (int i = 0; i < AXES; i++) {
      data.setVelocity(i, Math.max(-MAX_SPEED, Math.min(MAX_SPEED, data.velocity(i))));
    }
    data.forward();
    for (int i = 0; i < AXES; i++) {
      data.setControl(i, action[i]);
    }
    data.step(1);
  }

  /** A new array {@code [x, y]}. */
  static double[] position(MujocoData data) {
    return new double[] {data.position(0), data.position(1)};
  }

  /** A new array {@code [vx, vy]}. */
  static double[] velocity(MujocoData data) {
    return new double[] {data.velocity(0), data.velocity(1)};
  }

  /** A new array {@code [x, y, vx, vy]}. */
  static double[] state(MujocoData data) {
    return new double[] {data.position(0), data.position(1), data.velocity(0), data.velocity(1)};
  }
}
