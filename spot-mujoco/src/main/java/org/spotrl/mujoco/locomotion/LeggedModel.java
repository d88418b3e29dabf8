package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.mujoco.mjcf.Body;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.Joint;
import org.spotrl.mujoco.mjcf.Vec3;

/**
 * The bodies that Gym's Hopper and Walker2d have in common: a torso in a vertical plane, and legs
 * of thigh, shank and foot.
 *
 * <p>Lengths and masses equal Gym's models to the last bit.
 */
final class LeggedModel {

  private static final double BODY_FRICTION = 0.9;
  private static final double START_HEIGHT = 1.25;
  private static final Vec3 BACKWARD = new Vec3(0, -1, 0);

  // Differences of the joint heights 1.45, 1.05, 0.6 and 0.1, with Gym's rounding.
  private static final double TORSO_HALF = 0.19999999999999996;
  private static final double THIGH_HALF = 0.22500000000000003;
  private static final double THIGH_CENTRE = -0.2250000000000001;
  private static final double KNEE = -0.7000000000000001;

  private LeggedModel() {}

  /**
   * The foot of a leg.
   *
   * @param reach distance of its frame from the ankle along x
   * @param centre position of its shape along x, in its frame
   * @param halfLength half of its length without the round ends
   * @param friction sliding friction
   */
  record Foot(double reach, double centre, double halfLength, double friction) {}

  static Body torso(Body... legs) {
    Vec3 ground = new Vec3(0, 0, -START_HEIGHT);
    return new Body(
        "torso",
        new Vec3(0, 0, START_HEIGHT),
        List.of(
            Joint.slide("rootx", Vec3.X).at(ground).free(),
            Joint.slide("rootz", Vec3.Z).at(ground).reference(START_HEIGHT).free(),
            Joint.hinge("rooty", Vec3.Y).free()),
        List.of(Geom.capsule("torso_geom", 0.05, TORSO_HALF).friction(BODY_FRICTION)),
        List.of(legs));
  }

  /**
   * A leg.
   *
   * @param side ending of its names
   */
  static Body leg(String side, Foot foot) {
    Body footBody =
        new Body(
            "foot" + side,
            new Vec3(foot.reach, 0, -0.35),
            List.of(
                Joint.hinge("foot" + side + "_joint", BACKWARD)
                    .at(new Vec3(-foot.reach, 0, 0.1))
                    .range(-45, 45)),
            List.of(
                Geom.capsule("foot" + side + "_geom", 0.06, foot.halfLength)
                    .at(new Vec3(foot.centre, 0, 0.1))
                    .turned(0.7071067811865476, 0, -0.7071067811865475, 0)
                    .friction(foot.friction)),
            List.of());
    Body shank =
        new Body(
            "leg" + side,
            new Vec3(0, 0, KNEE),
            List.of(
                Joint.hinge("leg" + side + "_joint", BACKWARD)
                    .at(new Vec3(0, 0, 0.25))
                    .range(-150, 0)),
            List.of(Geom.capsule("leg" + side + "_geom", 0.04, 0.25).friction(BODY_FRICTION)),
            List.of(footBody));
    return new Body(
        "thigh" + side,
        new Vec3(0, 0, -TORSO_HALF),
        List.of(Joint.hinge("thigh" + side + "_joint", BACKWARD).range(-150, 0)),
        List.of(
            Geom.capsule("thigh" + side + "_geom", 0.05, THIGH_HALF)
                .at(new Vec3(0, 0, THIGH_CENTRE))
                .friction(BODY_FRICTION)),
        List.of(shank));
  }
}
