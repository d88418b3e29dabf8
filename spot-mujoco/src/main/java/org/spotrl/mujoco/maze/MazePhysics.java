package org.spotrl.mujoco.maze;

import org.spotrl.api.random.RandomSequence;
import org.spotrl.mujoco.binding.MujocoData;

/** How the ball starts and moves, the same for episodes and for the collection of data. */
final class MazePhysics {

  /** Numbers in a state: x, y and their velocities. */
  static final int STATE = 4;

  /** Axes of the plane, and motors. */
  static final int AXES = 2;

  private static final double START_NOISE = 0.1;
  private static final double START_SPEED = 0.1;
  private static final double MAX_SPEED = 5.0;

  private MazePhysics() {}

  /** Puts the ball near the centre of a random open cell, almost at rest. */
  static void start(MazeMap map, MujocoData data, RandomSequence random) {
    double[] place = placeNearCell(map, random);
    for (int i = 0; i < AXES; i++) {
      data.setPosition(i, place[i]);
    }
    for (int i = 0; i < AXES; i++) {
      data.setVelocity(i, START_SPEED * random.nextGaussian());
    }
  }

  /** A point within 0.1 of the centre of a random open cell, per axis. */
  static double[] placeNearCell(MazeMap map, RandomSequence random) {
    MazeMap.Cell cell = map.openCells().get(random.nextInt(map.openCells().size()));
    return new double[] {
      cell.x() + random.nextUniform(-START_NOISE, START_NOISE),
      cell.y() + random.nextUniform(-START_NOISE, START_NOISE)
    };
  }

  /** One step: the speed is capped first, and all that follows from it recomputed. */
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

  /** A new array {@code [x, y, vx, vy]}. */
  static double[] state(MujocoData data) {
    return new double[] {data.position(0), data.position(1), data.velocity(0), data.velocity(1)};
  }
}
