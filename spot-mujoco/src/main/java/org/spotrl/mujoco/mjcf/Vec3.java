package org.spotrl.mujoco.mjcf;

/** A point or a direction, in metres where it is a point. */
public record Vec3(double x, double y, double z) {

  /** The origin. */
  public static final Vec3 ZERO = new Vec3(0, 0, 0);

  /** The first axis. */
  public static final Vec3 X = new Vec3(1, 0, 0);

  /** The second axis. */
  public static final Vec3 Y = new Vec3(0, 1, 0);

  /** The third axis. */
  public static final Vec3 Z = new Vec3(0, 0, 1);

  /** This point moved by a distance in the direction from one point to another. */
  Vec3 moved(double distance, Vec3 from, Vec3 to) {
    double dx = to.x - from.x;
    double dy = to.y - from.y;
    double dz = to.z - from.z;
    double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    return new Vec3(
        x + distance * (dx / length), y + distance * (dy / length), z + distance * (dz / length));
  }

  double[] array() {
    return new double[] {x, y, z};
  }
}
