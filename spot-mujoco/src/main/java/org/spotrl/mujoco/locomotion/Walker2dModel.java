package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.mujoco.mjcf.Element;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.ModelText;
import org.spotrl.mujoco.mjcf.Motor;

/**
 * Gym's two-legged walker in a vertical plane, with six motors. As in Gym, the left foot has more
 * friction than the right one.
 */
final class Walker2dModel {

  private static final double GEAR = 100;
  private static final LeggedModel.Foot RIGHT = new LeggedModel.Foot(0.2, -0.1, 0.1, 0.9);
  private static final LeggedModel.Foot LEFT = new LeggedModel.Foot(0.2, -0.1, 0.1, 1.9);

  private Walker2dModel() {}

  static ModelText text() {
    return new ModelText(
        "walker2d",
        Element.of("compiler").set("angle", "degree").set("inertiafromgeom", "true"),
        Element.of("option").set("integrator", "RK4").set("timestep", 0.002),
        Element.of("joint").set("armature", 0.01).set("damping", 0.1).set("limited", "true"),
        Element.of("geom")
            .set("conaffinity", 0)
            .set("condim", 3)
            .set("contype", 1)
            .set("density", 1000)
            .set("friction", 0.7, 0.1, 0.1),
        List.of(Geom.plane("floor", 40, 40, 40).collides(1, 1)),
        List.of(LeggedModel.torso(LeggedModel.leg("", RIGHT), LeggedModel.leg("_left", LEFT))),
        List.of(
            new Motor("thigh_joint", GEAR),
            new Motor("leg_joint", GEAR),
            new Motor("foot_joint", GEAR),
            new Motor("thigh_left_joint", GEAR),
            new Motor("leg_left_joint", GEAR),
            new Motor("foot_left_joint", GEAR)));
  }
}
