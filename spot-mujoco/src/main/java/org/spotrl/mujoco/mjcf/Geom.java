package org.spotrl.mujoco.mjcf;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shape of a body: attributes that differ from the model's defaults. */
public final class Geom {

  private final String name;
  private final Element element;

  /** The cylinder whose inertia MuJoCo gave to a capsule before version 2.1.1. */
  private @Nullable Consumer<Element> asCylinder;

  private Geom(String name, String type, double... size) {
    this.name = name;
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
    Geom capsule = new Geom(name, "capsule", radius, halfLength);
    capsule.asCylinder = cylinder -> cylinder.set("size", radius, halfLength + radius / 2);
    return capsule;
  }

  /** A capsule between the centres of its round ends, in its body's frame. */
  public static Geom capsule(String name, double radius, Vec3 from, Vec3 to) {
    Geom capsule = new Geom(name, "capsule", radius);
    capsule.element.set("fromto", ends(from, to));
    capsule.asCylinder =
        cylinder ->
            cylinder.set(
                "fromto", ends(from.moved(-radius / 2, from, to), to.moved(radius / 2, from, to)));
    return capsule;
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

  /** Its orientation as a turn about an axis, in the compiler's angle unit. */
  public Geom turnedAbout(Vec3 axis, double angle) {
    element.set("axisangle", axis.x(), axis.y(), axis.z(), angle);
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

  /** The shape, and the massive cylinder of a capsule that is given the inertia of one. */
  List<Element> elements(CapsuleInertia inertia) {
    if (asCylinder == null || inertia == CapsuleInertia.EXACT) {
      return List.of(element);
    }
    Element cylinder =
        element
            .copyAttributes()
            .set("name", name + "_inertia")
            .set("type", "cylinder")
            .set("contype", 0)
            .set("conaffinity", 0);
    asCylinder.accept(cylinder);
    return List.of(element.copyAttributes().set("mass", 0), cylinder);
  }

  private static double[] ends(Vec3 from, Vec3 to) {
    return new double[] {from.x(), from.y(), from.z(), to.x(), to.y(), to.z()};
  }
}
