package org.spotrl.mujoco.mjcf;

/**
 * A torque or force on a joint, controlled in [-1, 1].
 *
 * @param joint the joint's name
 * @param gear N or Nm at control 1
 */
public record Motor(String joint, double gear) {

  Element element() {
    return Element.of("motor")
        .set("joint", joint)
        .set("gear", gear)
        .set("ctrllimited", "true")
        .set("ctrlrange", -1.0, 1.0);
  }
}
