package org.spotrl.mujoco.mjcf;

/** A shape of a body: attributes that differ from the model's defaults. */
public final class Geom {

  private final Element element;

  private Geom(String name, String type, double... size) {
    element = Element.of("geom").set("name", name).set("type", type).set("size", size);
  }

  /**
   * A plane that collides on its upper side.
   *
   * @param halfX half of its drawn size along x
   * @param halfY half of its drawn size along y
   * @param spacing spacing of the drawn grid
   */
  public static Geom plane(String name, double halfX, double halfY, double spacing) {
    return new Geom(name, "plane", halfX, halfY, spacing);
  }

  /** A ball. */
  public static Geom sphere(String name, double radius) {
    return new Geom(name, "sphere", radius);
  }

  /** A box of the given half sizes. */
  public static Geom box(String name, double halfX, double halfY, double halfZ) {
    return new Geom(name, "box", halfX, halfY, halfZ);
  }

  /** A capsule along its third axis; the half length excludes the round ends. */
  public static Geom capsule(String name, double radius, double halfLength) {
    return new Geom(name, "capsule", radius, halfLength);
  }

  /** Its centre, in its body's frame. */
  public Geom at(Vec3 position) {
    element.set("pos", position.array());
    return this;
  }

  /** Its orientation as a quaternion, real part first. */
  public Geom turned(double w, double x, double y, double z) {
    element.set("quat", w, x, y, z);
    return this;
  }

  /** Its sliding friction. */
  public Geom friction(double sliding) {
    element.set("friction", sliding);
    return this;
  }

  /** Its number of contact dimensions: 1 is frictionless, 3 has sliding friction. */
  public Geom contactDimensions(int dimensions) {
    element.set("condim", dimensions);
    return this;
  }

  /**
   * Two geoms collide if the type bits of one and the affinity bits of the other have a common bit.
   */
  public Geom collides(int typeBits, int affinityBits) {
    element.set("contype", typeBits).set("conaffinity", affinityBits);
    return this;
  }

  Element element() {
    return element;
  }
}
