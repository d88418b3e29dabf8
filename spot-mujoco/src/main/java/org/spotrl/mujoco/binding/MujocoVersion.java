package org.spotrl.mujoco.binding;

import java.util.Comparator;

/** A version of MuJoCo, for example 3.3.7. */
public record MujocoVersion(int major, int minor, int patch) implements Comparable<MujocoVersion> {

  /** The oldest supported version. */
  public static final MujocoVersion OLDEST = new MujocoVersion(2, 2, 2);

  /**
   * The newest version with the contacts of the reference: since 3.5.0 MuJoCo adds the margins of
   * two touching geoms.
   */
  public static final MujocoVersion NEWEST = new MujocoVersion(3, 4, 0);

  private static final Comparator<MujocoVersion> ORDER =
      Comparator.comparingInt(MujocoVersion::major)
          .thenComparingInt(MujocoVersion::minor)
          .thenComparingInt(MujocoVersion::patch);

  /**
   * Parses the result of {@code mj_version()}: 337 is 3.3.7. Since 3.5.0 minor and patch have three
   * digits each: 3005000.
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
