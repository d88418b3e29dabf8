package org.spotrl.mujoco.locomotion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.spotrl.mujoco.mjcf.Body;
import org.spotrl.mujoco.mjcf.Element;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.Joint;
import org.spotrl.mujoco.mjcf.ModelText;
import org.spotrl.mujoco.mjcf.Motor;
import org.spotrl.mujoco.mjcf.Vec3;

/**
 * The four-legged ant of Gym, and that of D4RL's mazes, which has other motors, contacts and time
 * steps.
 */
public final class AntModel {

  /** Largest control of a motor in D4RL's mazes, in Nm. */
  public static final double MAZE_TORQUE = 30;

  private static final double GEAR = 150;
  private static final double RADIUS = 0.08;
  private static final double HIP = 0.2;
  private static final double SHIN = 0.4;

  private AntModel() {}

  /** Gym's ant. */
  static ModelText text() {
    return ant(0.01, geomDefaults(), List.of(), joint -> new Motor(joint, GEAR));
  }

  /**
   * D4RL's ant in a maze.
   *
   * @param walls the walls of the maze
   */
  public static ModelText inMaze(List<Geom> walls) {
    return ant(
        0.02,
        geomDefaults().set("solref", 0.02, 1).set("solimp", 0.8, 0.8, 0.01),
        walls,
        joint -> new Motor(joint, 1, MAZE_TORQUE));
  }

  private static ModelText ant(
      double timestep, Element geoms, List<Geom> walls, Function<String, Motor> motor) {
    List<Geom> still = new ArrayList<>();
    still.add(Geom.plane("floor", 40, 40, 40).collides(1, 1));
    still.addAll(walls);
    Body torso =
        new Body(
            "torso",
            new Vec3(0, 0, 0.75),
            List.of(Joint.floating("root").free()),
            List.of(Geom.sphere("torso_geom", 0.25)),
            List.of(
                leg(1, 1, 1, 30, 70),
                leg(2, -1, 1, -70, -30),
                leg(3, -1, -1, -70, -30),
                leg(4, 1, -1, 30, 70)));
    List<Motor> motors = new ArrayList<>();
    for (int leg : new int[] {4, 1, 2, 3}) {
      motors.add(motor.apply("hip_" + leg));
      motors.add(motor.apply("ankle_" + leg));
    }
    return new ModelText(
        "ant",
        Element.of("compiler").set("angle", "degree").set("inertiafromgeom", "true"),
        Element.of("option").set("integrator", "RK4").set("timestep", timestep),
        Element.of("joint").set("armature", 1).set("damping", 1).set("limited", "true"),
        geoms,
        still,
        List.of(torso),
        motors);
  }

  private static Element geomDefaults() {
    return Element.of("geom")
        .set("conaffinity", 0)
        .set("condim", 3)
        .set("density", 5)
        .set("friction", 1, 0.5, 0.5)
        .set("margin", 0.01);
  }

  /**
   * A leg towards a corner.
   *
   * @param x sign of the corner's x
   * @param y sign of the corner's y
   * @param low least angle of the ankle in degrees
   * @param high largest angle of the ankle in degrees
   */
  private static Body leg(int number, int x, int y, double low, double high) {
    Vec3 hip = new Vec3(x * HIP, y * HIP, 0);
    Body shin =
        new Body(
            "shin_" + number,
            hip,
            List.of(Joint.hinge("ankle_" + number, new Vec3(-x * y, 1, 0)).range(low, high)),
            List.of(capsule("shin_geom_" + number, new Vec3(x * SHIN, y * SHIN, 0))),
            List.of());
    Body thigh =
        new Body(
            "thigh_" + number,
            hip,
            List.of(Joint.hinge("hip_" + number, Vec3.Z).range(-30, 30)),
            List.of(capsule("thigh_geom_" + number, hip)),
            List.of(shin));
    return new Body(
        "leg_" + number,
        Vec3.ZERO,
        List.of(),
        List.of(capsule("leg_geom_" + number, hip)),
        List.of(thigh));
  }

  private static Geom capsule(String name, Vec3 end) {
    return Geom.capsule(name, RADIUS, Vec3.ZERO, end);
  }
}
