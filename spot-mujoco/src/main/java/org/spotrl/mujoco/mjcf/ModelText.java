package org.spotrl.mujoco.mjcf;

import java.util.List;

/**
 * A whole model.
 *
 * @param name name of the model in MuJoCo's messages
 * @param compiler attributes of MuJoCo's {@code compiler} element
 * @param option attributes of MuJoCo's {@code option} element
 * @param jointDefaults default attributes of joints
 * @param geomDefaults default attributes of geoms
 * @param worldGeoms shapes of the world, which do not move
 * @param bodies bodies of the world
 * @param motors motors in the order of the action dimensions
 */
public record ModelText(
    String name,
    Element compiler,
    Element option,
    Element jointDefaults,
    Element geomDefaults,
    List<Geom> worldGeoms,
    List<Body> bodies,
    List<Motor> motors) {

  /** Copies the lists. */
  public ModelText {
    worldGeoms = List.copyOf(worldGeoms);
    bodies = List.copyOf(bodies);
    motors = List.copyOf(motors);
  }

  /** The duration of a physics step in seconds. */
  public double timestep() {
    return option.number("timestep");
  }

  /** The model in MuJoCo's XML format, with the exact inertia of capsules. */
  public String xml() {
    return xml(CapsuleInertia.EXACT);
  }

  /** The model in MuJoCo's XML format. */
  public String xml(CapsuleInertia inertia) {
    return Element.of("mujoco")
        .set("model", name)
        .add(
            compiler,
            option,
            Element.of("default").add(jointDefaults, geomDefaults),
            Element.of("worldbody")
                .add(worldGeoms.stream().flatMap(geom -> geom.elements(inertia).stream()).toList())
                .add(bodies.stream().map(body -> body.element(inertia)).toList()),
            Element.of("actuator").add(motors.stream().map(Motor::element).toList()))
        .xml();
  }
}
