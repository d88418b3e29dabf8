package org.spotrl.mujoco.locomotion;

import java.util.List;
import org.spotrl.mujoco.mjcf.Element;
import org.spotrl.mujoco.mjcf.Geom;
import org.spotrl.mujoco.mjcf.ModelText;
import org.spotrl.mujoco.mjcf.Motor;

/** Gym's one-legged hopper: torso, thigh, leg and foot in a vertical plane, with three motors. */
final class HopperModel {

  private static final double GEAR = 200;
  private static final LeggedModel.Foot FOOT = new LeggedModel.Foot(0.13, -0.065, 0.195, 2.0);

  private HopperModel() {}

  static ModelText text() {
    return new ModelText(
        "hopper",
        Element.of("compiler").set("angle", "degree").set("inertiafromgeom", "true"),
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
        List.of(LeggedModel.torso(LeggedModel.leg("", FOOT))),
        List.of(
            new Motor("thigh_joint", GEAR),
            new Motor("leg_joint", GEAR),
            new Motor("foot_joint", GEAR)));
  }
}
