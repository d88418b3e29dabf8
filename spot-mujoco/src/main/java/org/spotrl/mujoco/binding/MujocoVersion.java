package org.spotrl.mujoco.binding;

import java.util.Comparator;

/** A version of MuJoCo, for example 3.3.7. */
public record MujocoVersion(int major, int minor, int patch) implements Comparable<MujocoVersion> {

  /** The oldest version that the struct table holds. */
  public static final MujocoVersion OLDEST = new MujocoVersion(2, 2, 2);

  /**
   * The newest version whose contacts are those of the reference: from 3.5.0 on the margins of two
   * touching geoms are added up.
   */
  public static final MujocoVersion NEWEST = new MujocoVersion(3, 4, 0);

  private static final Comparator<MujocoVersion> ORDER =
      Comparator.comparingInt(MujocoVersion::major)
          .thenComparingInt(MujocoVersion::minor)
          .thenComparingInt(MujocoVersion::patch);

  /**
   * Reads what {@code mj_version()} returns: 337 means 3.3.7; from 3.5.0 on the numbers have three
   * digits each, as in 3005000.
   */
  public static MujocoVersion ofCode(int code) {
    return code >= 1_000_000
        ? new MujocoVersion(code / 1_000_000, code / 1_000 % 1_000, code % 1_000)
        : new MujocoVersion(code / 100, code / 10 % 10, code % 10);
  }

  @Override
  public int compareTo(MujocoVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
