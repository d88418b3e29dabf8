package org.spotrl.mujoco.mjcf;

/**
 * A torque or force on a joint.
 *
 * @param joint the joint's name
 * @param gear N or Nm at control 1
 * @param limit the control is clamped to [-limit, limit]
 */
public record Motor(String joint, double gear, double limit) {

  /** A motor controlled in [-1, 1]. */
  public Motor(String joint, double gear) {
    this(joint, gear, 1.0);
  }

  Element element() {
    return Element.of("motor")
        .set("joint", joint)
        .set("gear", gear)
        .set("ctrllimited", "true")
        .set("ctrlrange", -limit, limit);
  }
}
