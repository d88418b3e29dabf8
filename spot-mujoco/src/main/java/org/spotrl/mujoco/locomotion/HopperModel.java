package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.mujoco.mjcf.Body;
import org.spotrl.mujoco.mjcf.Element;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.Joint;
import org.spotrl.mujoco.mjcf.ModelText;
import org.spotrl.mujoco.mjcf.Motor;
import org.spotrl.mujoco.mjcf.Vec3;

/**
 * Gym's one-legged hopper: torso, thigh, leg and foot in a vertical plane, with three motors.
 *
 * <p>Lengths and masses equal Gym's model to the last bit.
 */
final class HopperModel {

  private static final double BODY_FRICTION = 0.9;
  private static final double FOOT_FRICTION = 2.0;
  private static final double GEAR = 200;
  private static final double START_HEIGHT = 1.25;
  private static final Vec3 BACKWARD = new Vec3(0, -1, 0);

  // Differences of the joint heights 1.45, 1.05, 0.6 and 0.1, with Gym's rounding.
  private static final double TORSO_HALF = 0.19999999999999996;
  private static final double THIGH_HALF = 0.22500000000000003;
  private static final double THIGH_CENTRE = -0.2250000000000001;
  private static final double KNEE = -0.7000000000000001;

  private HopperModel() {}

  static ModelText text() {
    Body foot =
        new Body(
            "foot",
            new Vec3(0.13, 0, -0.35),
            List.of(Joint.hinge("foot_joint", BACKWARD).at(new Vec3(-0.13, 0, 0.1)).range(-45, 45)),
            List.of(
                Geom.capsule("foot_geom", 0.06, 0.195)
                    .at(new Vec3(-0.065, 0, 0.1))
                    .turned(0.7071067811865476, 0, -0.7071067811865475, 0)
                    .friction(FOOT_FRICTION)),
            List.of());
    Body leg =
        new Body(
            "leg",
            new Vec3(0, 0, KNEE),
            List.of(Joint.hinge("leg_joint", BACKWARD).at(new Vec3(0, 0, 0.25)).range(-150, 0)),
            List.of(Geom.capsule("leg_geom", 0.04, 0.25).friction(BODY_FRICTION)),
            List.of(foot));
    Body thigh =
        new Body(
            "thigh",
            new Vec3(0, 0, -TORSO_HALF),
            List.of(Joint.hinge("thigh_joint", BACKWARD).range(-150, 0)),
            List.of(
                Geom.capsule("thigh_geom", 0.05, THIGH_HALF)
                    .at(new Vec3(0, 0, THIGH_CENTRE))
                    .friction(BODY_FRICTION)),
            List.of(leg));
    Vec3 ground = new Vec3(0, 0, -START_HEIGHT);
    Body torso =
        new Body(
            "torso",
            new Vec3(0, 0, START_HEIGHT),
            List.of(
                Joint.slide("rootx", Vec3.X).at(ground).free(),
                Joint.slide("rootz", Vec3.Z).at(ground).reference(START_HEIGHT).free(),
                Joint.hinge("rooty", Vec3.Y).free()),
            List.of(Geom.capsule("torso_geom", 0.05, TORSO_HALF).friction(BODY_FRICTION)),
            List.of(thigh));
    return new ModelText(
        "hopper",
        "degree",
        Element.of("option").set("integrator", "RK4").set("timestep", 0.002),
        Element.of("joint").set("armature", 1).set("damping", 1).set("limited", "true"),
        Element.of("geom")
            .set("conaffinity", 1)
            .set("condim", 1)
            .set("contype", 1)
            .set("margin", 0.001)
            .set("solimp", 0.8, 0.8, 0.01)
            .set("solref", 0.02, 1),
        List.of(Geom.plane("floor", 20, 20, 0.125).contactDimensions(3)),
        List.of(torso),
        List.of(
            new Motor("thigh_joint", GEAR),
            new Motor("leg_joint", GEAR),
            new Motor("foot_joint", GEAR)));
  }
}
