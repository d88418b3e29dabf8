package org.spotrl.mujoco.binding;

import java.util.List;

/**
 * Offsets in bytes of the fields of mjModel and mjData in one version of MuJoCo.
 *
 * <p>The numbers are {@code offsetof} of each version's headers on 64-bit platforms. In all
 * versions nq, nv, nu and nbody are ints at 0, 4, 8 and 16 of mjModel. In mjData the buffer pointer
 * is 24 bytes after time, qpos 16 after the buffer pointer, and qvel 8 after qpos.
 */
record StructOffsets(
    MujocoVersion version,
    int timestep,
    int qpos0,
    int bodyMass,
    int time,
    int ctrl,
    int xpos,
    int contactForces) {

  static final int NQ = 0;
  static final int NV = 4;
  static final int NU = 8;
  static final int NBODY = 16;

  /** version, then mjModel: timestep, qpos0, body_mass; mjData: time, ctrl, xpos, cfrc_ext. */
  private static final List<StructOffsets> ROWS =
      List.of(
          row(222, 232, 1096, 1240, 40336, 40408, 40480, 41168),
          row(230, 248, 1120, 1264, 40368, 40448, 40536, 41008),
          row(231, 248, 1120, 1264, 40368, 40448, 40536, 41008),
          row(232, 248, 1120, 1264, 40368, 40448, 40536, 41008),
          row(233, 264, 1136, 1280, 40376, 40456, 40544, 41048),
          row(234, 264, 1136, 1280, 40392, 40472, 40560, 41064),
          row(235, 264, 1136, 1280, 40392, 40472, 40560, 41064),
          row(236, 264, 1136, 1280, 40392, 40472, 40560, 41064),
          row(237, 264, 1136, 1280, 40392, 40472, 40560, 41064),
          row(300, 320, 1248, 1400, 161632, 161712, 161808, 162368),
          row(301, 320, 1280, 1432, 161632, 161712, 161808, 162400),
          row(310, 320, 1280, 1432, 161632, 161712, 161808, 162400),
          row(311, 320, 1280, 1432, 161632, 161712, 161808, 162400),
          row(312, 320, 1312, 1464, 161616, 161696, 161792, 162384),
          row(313, 320, 1312, 1464, 161616, 161696, 161792, 162384),
          row(314, 320, 1312, 1464, 161616, 161696, 161792, 162384),
          row(315, 320, 1312, 1464, 161616, 161696, 161792, 162384),
          row(316, 320, 1312, 1464, 161616, 161696, 161792, 162384),
          row(320, 320, 1320, 1472, 161616, 161696, 161792, 162384),
          row(321, 320, 1320, 1472, 161616, 161696, 161792, 162384),
          row(322, 320, 1320, 1472, 161616, 161696, 161792, 162384),
          row(323, 328, 1328, 1480, 161616, 161696, 161792, 162432),
          row(324, 328, 1328, 1480, 161616, 161696, 161792, 162432),
          row(325, 328, 1328, 1480, 161616, 161696, 161792, 162456),
          row(326, 336, 1336, 1488, 161616, 161696, 161792, 162456),
          row(327, 336, 1336, 1488, 161616, 161696, 161792, 162456),
          row(330, 352, 1352, 1504, 161616, 161696, 161792, 162456),
          row(331, 352, 1352, 1504, 161616, 161696, 161792, 162488),
          row(332, 352, 1352, 1504, 161608, 161688, 161784, 162480),
          row(333, 352, 1352, 1504, 161616, 161696, 161792, 162464),
          row(334, 352, 1352, 1504, 161616, 161696, 161792, 162464),
          row(335, 352, 1352, 1504, 161616, 161696, 161792, 162464),
          row(336, 352, 1352, 1504, 161616, 161696, 161792, 162360),
          row(337, 352, 1344, 1496, 161616, 161696, 161792, 162360),
          row(340, 352, 1352, 1504, 161632, 161712, 161816, 162424));

  /**
   * The offsets of exactly this version.
   *
   * @throws UnusableLibraryException if the version is not supported; the message has the supported
   *     versions
   */
  static StructOffsets of(MujocoVersion version) throws UnusableLibraryException {
    for (StructOffsets row : ROWS) {
      if (row.version.equals(version)) {
        return row;
      }
    }
    String reason =
        version.compareTo(MujocoVersion.NEWEST) > 0
            ? "since 3.5.0 MuJoCo adds contact margins, which changes every contact"
            : "the layout of its structures is not known";
    throw new UnusableLibraryException(
        "it is MuJoCo %s, but %s; use a version from %s to %s (3.3.7 is the reference)"
            .formatted(version, reason, MujocoVersion.OLDEST, MujocoVersion.NEWEST));
  }

  /** Offset of mjData's pointer to its buffer. */
  int buffer() {
    return time + 24;
  }

  /** Offset of mjData's pointer to the positions. */
  int qpos() {
    return buffer() + 16;
  }

  /** Offset of mjData's pointer to the velocities. */
  int qvel() {
    return qpos() + 8;
  }

  private static StructOffsets row(
      int code,
      int timestep,
      int qpos0,
      int bodyMass,
      int time,
      int ctrl,
      int xpos,
      int contactForces) {
    return new StructOffsets(
        MujocoVersion.ofCode(code), timestep, qpos0, bodyMass, time, ctrl, xpos, contactForces);
  }
}
