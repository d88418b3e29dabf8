package org.spotrl.mujoco.mjcf;

import java.util.List;

/**
 * A whole model.
 *
 * @param name name of the model in MuJoCo's messages
 * @param angleUnit {@code degree} or {@code radian}
 * @param option attributes of MuJoCo's {@code option} element
 * @param jointDefaults default attributes of joints
 * @param geomDefaults default attributes of geoms
 * @param worldGeoms shapes of the world, which do not move
 * @param bodies bodies of the world
 * @param motors motors in the order of the action dimensions
 */
public record ModelText(
    String name,
    String angleUnit,
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

  /** The model in MuJoCo's XML format. */
  public String xml() {
    return Element.of("mujoco")
        .set("model", name)
        .add(
            Element.of("compiler").set("angle", angleUnit).set("inertiafromgeom", "true"),
            option,
            Element.of("default").add(jointDefaults, geomDefaults),
            Element.of("worldbody")
                .add(worldGeoms.stream().map(Geom::element).toList())
                .add(bodies.stream().map(Body::element).toList()),
            Element.of("actuator").add(motors.stream().map(Motor::element).toList()))
        .xml();
  }
}
