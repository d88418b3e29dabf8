package org.spotrl.mujoco.mjcf;

/** A joint of a body: attributes that differ from the model's defaults. */
public final class Joint {

  private final Element element;

  private Joint(Type type, String name, Vec3 axis) {
    element =
        Element.of("joint")
            .set("name", name)
            .set("type", type.mjcf)
            .set("axis", axis.array())
            .set("pos", Vec3.ZERO.array());
  }

  private enum Type {
    FREE("free"),
    HINGE("hinge"),
    SLIDE("slide");

    private final String mjcf;

    Type(String mjcf) {
      this.mjcf = mjcf;
    }
  }

  /** The joint of a body that moves and turns freely; {@link #free()} is still needed. */
  public static Joint floating(String name) {
    return new Joint(Type.FREE, name, Vec3.Z);
  }

  /** A joint that turns about an axis. */
  public static Joint hinge(String name, Vec3 axis) {
    return new Joint(Type.HINGE, name, axis);
  }

  /** A joint that moves along an axis. */
  public static Joint slide(String name, Vec3 axis) {
    return new Joint(Type.SLIDE, name, axis);
  }

  /** Its position in its body's frame. */
  public Joint at(Vec3 position) {
    element.set("pos", position.array());
    return this;
  }

  /** The joint value at the model's initial configuration. */
  public Joint reference(double value) {
    element.set("ref", value);
    return this;
  }

  /** Its limits, in the compiler's angle unit or in metres. */
  public Joint range(double low, double high) {
    element.set("range", low, high);
    return this;
  }

  /** Its damping and stiffness. */
  public Joint spring(double damping, double stiffness) {
    element.set("damping", damping).set("stiffness", stiffness);
    return this;
  }

  /** Without armature, damping, stiffness and limits: the root joint of a robot. */
  public Joint free() {
    element.set("armature", 0.0).set("limited", "false");
    return spring(0, 0);
  }

  Element element() {
    return element;
  }
}
