package org.spotrl.mujoco.mjcf;

import java.util.List;

/**
 * A rigid body with its joints, shapes and child bodies.
 *
 * @param position in its parent's frame
 */
public record Body(
    String name, Vec3 position, List<Joint> joints, List<Geom> geoms, List<Body> children) {

  /** Copies the lists. */
  public Body {
    joints = List.copyOf(joints);
    geoms = List.copyOf(geoms);
    children = List.copyOf(children);
  }

  Element element(CapsuleInertia inertia) {
    return Element.of("body")
        .set("name", name)
        .set("pos", position.array())
        .add(joints.stream().map(Joint::element).toList())
        .add(geoms.stream().flatMap(geom -> geom.elements(inertia).stream()).toList())
        .add(children.stream().map(child -> child.element(inertia)).toList());
  }
}
